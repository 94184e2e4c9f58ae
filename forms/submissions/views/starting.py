"""Before a form begins: what it is for, what is needed, and whether the organisation may start."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.permissions import person_of
from directory.models import Organisation
from forms.definitions.kinds import kind_of
from forms.definitions.models import Form, FormVersion
from forms.definitions.versions import latest_version, live_version, spec_of
from forms.submissions.admission import reasons_to_refuse
from forms.submissions.beginning import closed_words
from forms.submissions.refusals import Refusal
from forms.submissions.services import NotTheOwner, StartRefused, start_draft
from forms.submissions.views.access import private, signed_in
from forms.submissions.views.opened import opened
from programme.current import programme_of


@private
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, form_slug: str) -> HttpResponse:
    """Explain a form before it begins; a POST starts a draft for one of the person's organisations."""
    form = _form(request, form_slug)
    version = live_version(form)
    if version is None:
        return _retired(request, form)
    organisations = _organisations(request)
    chosen = organisations[0] if len(organisations) == 1 else None
    if request.method == "POST" and organisations:
        chosen = chosen or _chosen(request, organisations)
        if chosen is None:
            return _render(request, version, organisations, error="Choose the organisation you register for")
        return _begin(request, version, organisations, chosen)
    refused: tuple[Refusal, ...] = ()
    if chosen is not None:
        refused = reasons_to_refuse(
            spec=spec_of(version), organisation=chosen, on=timezone.localdate(timezone.now())
        )
    return _render(request, version, organisations, refused=refused)


def _begin(
    request: HttpRequest, version: FormVersion, organisations: list[Organisation], organisation: Organisation
) -> HttpResponse:
    try:
        draft = start_draft(
            form_version=version, organisation=organisation, owner=signed_in(request), now=timezone.now()
        )
    except NotTheOwner:
        raise Http404("You do not belong to this organisation.") from None
    except StartRefused as refusal:
        return _render(
            request, version, organisations, refused=refusal.reasons, chosen=organisation, status=403
        )
    return HttpResponseRedirect(opened(draft).where_to_go_on())


def _form(request: HttpRequest, form_slug: str) -> Form:
    """Return the form at this address: one that is published, or was."""
    programme = programme_of(request)
    form = (
        Form.objects.defer("steps", "routes").filter(programme=programme, slug=form_slug).first()
        if programme
        else None
    )
    if form is None or not kind_of(form.kind).listed:
        raise Http404("There is no published form at this address.")
    return form


def _retired(request: HttpRequest, form: Form) -> HttpResponse:
    """Say since when a form is closed, and what to use instead; 404 for one that was never published."""
    latest = latest_version(form)
    if latest is None:
        raise Http404("There is no published form at this address.")
    context = {
        "title": spec_of(latest).title,
        "since": form.retired_at,
        "closed": closed_words(form),
        "home_url": kind_of(form.kind).home_url(None),
        "words": kind_of(form.kind).words,
    }
    return render(request, "submissions/retired.html", context, status=410)


def _organisations(request: HttpRequest) -> list[Organisation]:
    mine = person_of(request.user).organisation_ids
    return list(Organisation.objects.filter(pk__in=mine, programme=programme_of(request)))


def _chosen(request: HttpRequest, organisations: list[Organisation]) -> Organisation | None:
    try:
        wanted = UUID(request.POST.get("organisation", ""))
    except ValueError:
        return None
    return next((one for one in organisations if one.pk == wanted), None)


def _render(
    request: HttpRequest,
    version: FormVersion,
    organisations: list[Organisation],
    *,
    refused: tuple[Refusal, ...] = (),
    error: str = "",
    chosen: Organisation | None = None,
    status: int = 200,
) -> HttpResponse:
    spec = spec_of(version)
    context = {
        "title": spec.title,
        "intro": spec.intro,
        "words": kind_of(spec.kind).words,
        "pages": [step.title for step in spec.steps],
        "organisations": organisations,
        "only": organisations[0] if len(organisations) == 1 else None,
        "chosen": chosen,
        "refused": refused,
        "error": error,
        "may_start": bool(organisations) and not (refused and len(organisations) == 1),
    }
    return render(request, "submissions/start.html", context, status=status)
