"""A signatory's pages: the link, then read, authority, consent, sign. Each page opens in its turn only."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.client import client_of
from accounts.second_factor import authentication_of, reauthentication_url
from agreements.presenting.page import page_of
from agreements.services.links import digest_of, open_link
from agreements.services.signing import (
    OutOfOrder,
    confirm_authority,
    consent,
    is_fresh,
    note_read,
    sign as give_signature,
)
from agreements.signing.evidence import SignatureGiven
from agreements.signing.models import SigningRequest
from agreements.signing.wordings import consent_of, declaration_of, intent_of
from agreements.views.access import explained, own_request, private, signed_in
from agreements.views.forms import (
    AuthorityForm,
    ConsentForm,
    ReadForm,
    SignForm,
)
from agreements.views.signing_pages import form_page, over, shared
from forms.documents.services import RenderFailed, render_document

KEPT_AS = "signing_link"
State = SigningRequest.State


@require_safe
def link(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, so that it is in no history or referrer, and go on."""
    request.session[KEPT_AS] = digest_of(token)
    return redirect("agreements:open_link")


@private
@explained
@require_safe
def opened_link(request: HttpRequest) -> HttpResponse:
    """Open the link for the signed-in person, or say why it does not open."""
    opened = open_link(
        token_sha256=request.session.get(KEPT_AS, ""),
        by=signed_in(request),
        authentication=authentication_of(request),
        now=timezone.now(),
    )
    request.session.pop(KEPT_AS, None)
    return redirect("agreements:signing", opened.pk)


@private
@require_safe
def signing(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Lead to the page whose turn it is."""
    asked = own_request(request, request_id)
    if asked.state != State.OPEN:
        return over(request, asked)
    return redirect(f"agreements:{_turn(asked)}", asked.pk)


@private
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Show the whole text; going on says that it was read."""
    asked = own_request(request, request_id)
    if asked.state != State.OPEN:
        return over(request, asked)
    page = page_of(asked.agreement)
    form = ReadForm(request.POST or None)
    if form.is_valid() and form.cleaned_data["page"] == page.sha256:
        note_read(request=asked, by=signed_in(request), page_sha256=page.sha256, now=timezone.now())
        return redirect("agreements:signing", asked.pk)
    context = {"page": page, "changed": form.is_bound, **shared(asked, "read")}
    return render(request, "agreements/signing/read.html", context, status=409 if form.is_bound else 200)


@private
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def authority(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Ask what the authority to sign rests on."""
    asked = own_request(request, request_id)
    if asked.state != State.OPEN:
        return over(request, asked)
    if asked.read_at is None:
        return redirect("agreements:signing", asked.pk)
    declaration = declaration_of(asked.agreement, asked.party).text
    form = AuthorityForm(request.POST or None, declaration=declaration)
    if form.is_valid():
        confirm_authority(
            request=asked,
            basis=form.cleaned_data["basis"],
            detail=form.cleaned_data["detail"],
            by=signed_in(request),
            now=timezone.now(),
        )
        return redirect("agreements:signing", asked.pk)
    return form_page(request, "authority", asked, form)


@private
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Ask for the consent to sign electronically."""
    asked = own_request(request, request_id)
    if asked.state != State.OPEN:
        return over(request, asked)
    if asked.authority_at is None:
        return redirect("agreements:signing", asked.pk)
    form = ConsentForm(request.POST or None, consent=consent_of(asked.agreement).text)
    if form.is_valid():
        consent(request=asked, by=signed_in(request), now=timezone.now())
        return redirect("agreements:signing", asked.pk)
    return form_page(request, "consent", asked, form)


@private
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def sign(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Have the person prove again who they are, then take the signature."""
    asked = own_request(request, request_id)
    if asked.state != State.OPEN:
        return over(request, asked)
    if asked.consented_at is None:
        return redirect("agreements:signing", asked.pk)
    proof = authentication_of(request)
    if not is_fresh(proof, asked, now=timezone.now()):
        if proof.password_at is not None and proof.password_at > asked.consented_at:
            messages.warning(request, "Signing takes a code from your authenticator app, not the password.")
        elif request.method == "POST":
            messages.warning(
                request, "Nothing is signed yet: your last code is too old. Give another, then sign."
            )
        return redirect(reauthentication_url(request, request.path))
    page = page_of(asked.agreement)
    initial = {"name": "", "job_title": asked.job_title or signed_in(request).job_title, "page": page.sha256}
    form = SignForm(request.POST or None, initial=initial)
    account = signed_in(request).name
    other_name = form.is_valid() and form.other_name(account)
    if form.is_valid() and not other_name:
        _draw_reading_copy(asked)
        given = form.cleaned_data
        give_signature(
            request=asked,
            given=SignatureGiven(
                name=given["name"],
                job_title=given["job_title"],
                page_sha256=given["page"],
                shown_page_sha256=page.sha256,
                strokes=given["strokes"],
            ),
            by=signed_in(request),
            client=client_of(request),
            authentication=authentication_of(request),
            now=timezone.now(),
        )
        return redirect("agreements:signing", asked.pk)
    more = {"intent": intent_of(asked.agreement, asked.party).text, "account": other_name and account}
    return form_page(request, "sign", asked, form, **more)


def _turn(asked: SigningRequest) -> str:
    """Return the page whose turn it is. A text that changed since has to be read again."""
    if asked.read_at is None or asked.read_sha256 != asked.agreement.presented_sha256:
        return "read"
    if asked.authority_at is None:
        return "authority"
    return "consent" if asked.consented_at is None else "sign"


def _draw_reading_copy(asked: SigningRequest) -> None:
    """Have the PDF that was offered beside the page drawn, outside any transaction: its hash is evidence."""
    document = asked.agreement.reading_copy
    if document is None:
        return
    try:
        render_document(document_id=document.pk, now=timezone.now())
    except RenderFailed as error:
        raise OutOfOrder("The PDF of the agreement could not be drawn. Tell the programme office.") from error
