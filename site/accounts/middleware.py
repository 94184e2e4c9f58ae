"""No screen with patient data, and no admin screen, without a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import ResolverMatch, reverse
from django.utils.http import urlencode

from accounts.second_factor import has_second_factor, proved

GetResponse = Callable[[HttpRequest], HttpResponse]
AFTER_SET_UP = "after_second_factor"

# What a signed-in person may open before the second factor: public pages, and the way to the factor.
# Everything else, whoever adds it, is closed until then.
OPEN = frozenset(
    {
        "wagtail_serve",
        "audience:choose",
        "audience:elsewhere",
        "audience:leaving",
        "audience:robots",
        "cookies",
        "look_file",
        "prescribing_information",
        "ratings:rate",
        "rendition",
        "previews:draft",
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_reauthenticate",
        "account_confirm_email",
        "account_email_verification_sent",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_reauthenticate",
        # It only remembers the digest of a link to sign, so that the link itself is never kept for later.
        "agreements:link",
        "accounts:invitation",
        "accounts:invitation_accept",
    }
)


class SecondFactorMiddleware:
    """Lead a signed-in person without a second factor to its set-up before anything protected."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        # Public pages are shared caches' to keep: without a session cookie the session is not touched.
        if is_open(request.resolver_match) or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not request.user.is_authenticated or proved(request):
            return None
        if request.method in {"GET", "HEAD"} and _is_opened(request):
            request.session[AFTER_SET_UP] = request.get_full_path()
        if has_second_factor(request.user):
            query = urlencode({"next": request.session.get(AFTER_SET_UP, settings.LOGIN_REDIRECT_URL)})
            return HttpResponseRedirect(f"{reverse('mfa_reauthenticate')}?{query}")
        return HttpResponseRedirect(reverse("mfa_activate_totp"))


class AdminDoorMiddleware:
    """Tell a signed-in person without admin rights so, with a 403.

    Wagtail would send them to sign in, where a signed-in person is sent straight back: a circle.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        match = request.resolver_match
        if match is None or not match.route.startswith("admin/"):
            return
        # Signing out stays possible; the answer of has_perm is kept on the person for Wagtail's own check.
        if match.view_name == "wagtailadmin_logout" or not request.user.is_authenticated:
            return
        if not request.user.has_perm("wagtailadmin.access_admin"):
            raise PermissionDenied


def is_open(match: ResolverMatch | None) -> bool:
    """Say whether a view may be opened before the second factor."""
    return match is not None and match.view_name in OPEN


def _is_opened(request: HttpRequest) -> bool:
    # Pictures and scripts of a page are asked for beside it: nobody is led to them afterwards.
    return request.headers.get("Sec-Fetch-Dest", "document") == "document"
