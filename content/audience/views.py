"""Say who you are; leave the site knowingly; what robots may read."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods, require_safe

from content.audience.audiences import PATIENTS, PROFESSIONALS, admits, choice_of
from content.audience.declared import declare, signed_in
from content.audience.gate import question, unseen
from content.audience.gated import GatedPage, page_at
from content.audience.leaving import ForgedLink, host_of, target_of
from content.audience.models import AudienceSettings
from content.audience.open_forms import readers_at
from content.audience.origin import from_own_forms
from content.audience.settings import settings_of

ROBOTS = "User-agent: *\nDisallow: /admin/\nDisallow: /account/\nDisallow: /audience/\nDisallow: /forms/\nDisallow: /leaving/\nDisallow: /rate/\n"


@from_own_forms
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Ask who a visitor is; keep the answer and lead to what is for them."""
    if request.method != "POST":
        return question(request, next_path=safe_next(request, request.GET.get("next", "")))
    choice = choice_of(request.POST.get("audience", ""))
    next_path = safe_next(request, request.POST.get("next", ""))
    if choice is None:
        return question(request, next_path=next_path)
    if choice.audience == PROFESSIONALS and not signed_in(request) and _has_to_sign_in(request):
        query = urlencode({"next": next_path or "/"})
        return unseen(HttpResponseRedirect(f"{reverse('account_login')}?{query}"))
    response = unseen(redirect(destination(request, audience=choice.audience, next_path=next_path)))
    declare(response, choice.audience, host=request.get_host(), now=timezone.now())
    return response


@require_safe
def elsewhere(request: HttpRequest) -> HttpResponse:
    """Tell patients and the public where to ask while the programme has no page for them."""
    return unseen(render(request, "audience/elsewhere.html"))


@require_safe
def leaving(request: HttpRequest, signed: str) -> HttpResponse:
    """Say that a link leaves the site and whose site follows; go on at once where no notice is needed."""
    try:
        target = target_of(signed)
    except ForgedLink as error:
        raise Http404 from error
    host = host_of(target)
    if not host:
        raise Http404
    own = request.get_host().partition(":")[0]
    if host == own or host in settings_of(request).hosts:
        return unseen(HttpResponseRedirect(target))
    back = safe_next(request, request.headers.get("Referer", ""))
    return unseen(render(request, "audience/leaving.html", {"target": target, "host": host, "back": back}))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Keep robots from what is no content; the gate keeps itself out of their indexes."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")


def destination(request: HttpRequest, *, audience: str, next_path: str) -> str:
    """Return where an answer leads: to the page that was asked for if it is for them, else to their own."""
    asked_for = page_at(request, next_path.partition("?")[0]) if next_path else None
    page = asked_for.specific if asked_for else None
    if audience == PROFESSIONALS:
        return next_path or "/"
    if isinstance(page, GatedPage) and admits(page.audience, audience):
        return next_path
    readers = readers_at(request, next_path) if next_path and page is None else None
    if readers is not None and admits(readers, audience):
        return next_path
    settings = settings_of(request)
    own = settings.patients_page if audience == PATIENTS else settings.public_page
    address = own.get_url(request) if own is not None and own.live else None
    return address or reverse("audience:elsewhere")


def safe_next(request: HttpRequest, address: str) -> str:
    """Return the path of an address of this site; '' for any other, however it is written."""
    if not url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return ""
    own = f"{request.scheme}://{request.get_host()}"
    path = address.removeprefix(own)
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else ""


def _has_to_sign_in(request: HttpRequest) -> bool:
    return settings_of(request).professionals_by == AudienceSettings.ProfessionalsBy.SIGN_IN
