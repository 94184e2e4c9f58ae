"""Accept an invitation; go on after setting up the second factor."""

from __future__ import annotations

from allauth.account.utils import perform_login
from django.conf import settings
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
    open_invitation,
)
from accounts.middleware import AFTER_SET_UP
from accounts.models import Invitation, User

KEPT_AS = "invitation"


@never_cache
@require_GET
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address, so that it is in no history, log or referrer, and go on."""
    request.session[KEPT_AS] = token
    return redirect("accounts:invitation_accept")


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def invitation_accept(request: HttpRequest) -> HttpResponse:
    """Show what the invitation is to, and let the person in."""
    token = request.session.get(KEPT_AS, "")
    try:
        opened = open_invitation(token=token, now=timezone.now())
        if request.user.is_authenticated:
            return _accept_signed_in(request, request.user, opened, token)
        return _accept_new(request, opened, token)
    except PersonExists as refusal:
        return _refuse(request, refusal, status=409, sign_in=True)
    except InvitationUnknown as refusal:
        return _refuse(request, refusal, status=404)
    except InvitationRefused as refusal:
        return _refuse(request, refusal, status=410)


@never_cache
@require_GET
def go_on(request: HttpRequest) -> HttpResponse:
    """Lead to the page that was asked for before the second factor."""
    # Only the middleware writes this, and only an address of this site.
    return HttpResponseRedirect(request.session.pop(AFTER_SET_UP, settings.LOGIN_REDIRECT_URL))


def _accept_new(request: HttpRequest, opened: Invitation, token: str) -> HttpResponse:
    if User.objects.filter(email=opened.email).exists():
        raise PersonExists("You have an account here already. Sign in, then open the invitation again.")
    form = AcceptForm(request.POST or None, email=opened.email)
    if not form.is_valid():
        context = {"invitation": opened, "body": opened.body, "form": form}
        return render(request, "accounts/invitation.html", context, status=422 if form.is_bound else 200)
    values = form.cleaned_data
    user = accept(
        token=token,
        name=values["name"],
        job_title=values["job_title"],
        registration_number=values["registration_number"],
        password=values["password1"],
        now=timezone.now(),
    )
    del request.session[KEPT_AS]
    response: HttpResponse = perform_login(request, user)
    return response


def _accept_signed_in(request: HttpRequest, user: User, opened: Invitation, token: str) -> HttpResponse:
    if request.method == "POST":
        accept_as(token=token, user=user, now=timezone.now())
        del request.session[KEPT_AS]
        return redirect(settings.LOGIN_REDIRECT_URL)
    context = {"invitation": opened, "body": opened.body, "form": None, "is_mine": user.email == opened.email}
    return render(request, "accounts/invitation.html", context)


def _refuse(
    request: HttpRequest, refusal: InvitationRefused, *, status: int, sign_in: bool = False
) -> HttpResponse:
    context = {"reason": str(refusal), "sign_in": sign_in}
    return render(request, "accounts/invitation_refused.html", context, status=status)
