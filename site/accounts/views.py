"""Accept an invitation; go on after setting up the second factor."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from accounts.forms import AcceptForm
from accounts.invitations import (
    InvitationRefused,
    InvitationUnknown,
    PersonExists,
    accept,
    accept_as,
    digest_of,
    open_invitation,
)
from accounts.landing import landing_url
from accounts.middleware import AFTER_SET_UP
from accounts.models import Invitation, User
from accounts.rights import RightsRefused

KEPT_AS = "invitation"
GONE = 410
STATUSES: tuple[tuple[type[Exception], int], ...] = (
    (PersonExists, 409),
    (RightsRefused, 409),
    (InvitationUnknown, 404),
)


@never_cache
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, so that it is in no history or referrer, and go on.

    Only a token that opens something starts a session, which keeps its digest alone.
    """
    token_sha256 = digest_of(token)
    try:
        open_invitation(token_sha256=token_sha256, now=timezone.now())
    except InvitationRefused as refusal:
        return _refuse(request, refusal)
    request.session[KEPT_AS] = token_sha256
    return redirect("accounts:invitation_accept")


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def invitation_accept(request: HttpRequest) -> HttpResponse:
    """Show what the invitation is to, and let the person in."""
    token_sha256 = request.session.get(KEPT_AS, "")
    try:
        opened = open_invitation(token_sha256=token_sha256, now=timezone.now())
        if request.user.is_authenticated:
            return _accept_signed_in(request, request.user, opened)
        return _accept_new(request, opened)
    except (InvitationRefused, RightsRefused) as refusal:
        return _refuse(request, refusal)


@never_cache
@require_GET
def go_on(request: HttpRequest) -> HttpResponse:
    """Lead to the page that was asked for before the second factor."""
    # Only the middleware writes this, and only an address of this site.
    return HttpResponseRedirect(request.session.pop(AFTER_SET_UP, "") or landing_url(request.user))


def _accept_new(request: HttpRequest, opened: Invitation) -> HttpResponse:
    if User.objects.filter(email=opened.email).exists():
        raise PersonExists("You have an account here already. Sign in, then open the invitation again.")
    form = AcceptForm(request.POST or None, email=opened.email)
    if not form.is_valid():
        context = {"invitation": opened, "body": opened.body, "form": form}
        return render(request, "accounts/invitation.html", context, status=422 if form.is_bound else 200)
    values = form.cleaned_data
    user = accept(
        token_sha256=opened.token_sha256,
        name=values["name"],
        job_title=values["job_title"],
        registration_number=values["registration_number"],
        password=values["password1"],
        now=timezone.now(),
    )
    del request.session[KEPT_AS]
    response: HttpResponse = perform_login(request, user)
    return response


def _accept_signed_in(request: HttpRequest, user: User, opened: Invitation) -> HttpResponse:
    if request.method == "POST":
        accepted = accept_as(token_sha256=opened.token_sha256, user=user, now=timezone.now())
        del request.session[KEPT_AS]
        return redirect(landing_url(accepted))
    context = {"invitation": opened, "body": opened.body, "form": None, "is_mine": user.email == opened.email}
    return render(request, "accounts/invitation.html", context)


def _refuse(request: HttpRequest, refusal: InvitationRefused | RightsRefused) -> HttpResponse:
    context = {"reason": str(refusal), "sign_in": isinstance(refusal, PersonExists)}
    status = next((code for kind, code in STATUSES if isinstance(refusal, kind)), GONE)
    return render(request, "accounts/invitation_refused.html", context, status=status)
