"""Render a page as its certificate keeps it: for nobody in particular, in each state of its switches."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from typing import Any, Protocol

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from wagtail.coreutils import get_dummy_request
from wagtail.models import Page

from content.audience.declared import COOKIE, declaration
from content.audience.models import AudienceSettings
from content.certification.canonical import canonical_form, digest_of, sha256_of
from content.certification.refusals import NoProgramme
from programme import of_pages
from programme.current import remember_programme
from programme.models import Programme, Service

# Each further switch that changes a page doubles its renderings.
MOST_SWITCHES = 5


class CertifiablePage(Protocol):
    """What rendering asks of a page: whom it is for, what it declares, and its views."""

    audience: str

    def certified_views(self, request: HttpRequest) -> Iterable[HttpResponse]: ...

    def declarations(self) -> Mapping[str, str]: ...


@dataclass(frozen=True, slots=True)
class Rendered:
    """One rendering: the HTML as readers get it, its canonical form, and the switches it holds for."""

    html: str
    canonical: str
    sha256: str
    switches: tuple[tuple[str, bool], ...] = ()


class TooManySwitches(NoProgramme):
    """More services change one page than can be certified together."""


def programme_of_page(page: Page) -> Programme:
    """Return the programme on whose site a page stands; raise NoProgramme."""
    found = of_pages.programme_of_page(page)
    if found is None:
        raise NoProgramme(
            f"“{page.title}” stands on the site of no programme. Move it below one's home page."
        )
    return found


def canonical_html(page: Any, switches: Mapping[str, bool] | None = None) -> str:
    """Return the canonical form of a page, saved or not, with its programme's services as `switches` says."""
    return rendered(page, switches).canonical


def rendered(page: Any, switches: Mapping[str, bool] | None = None) -> Rendered:
    """Render a page, saved or not, as an anonymous reader of its own audience sees it."""
    programme = programme_of_page(page)
    if not switches:
        return _rendered(page, programme)
    with would_be(lambda: _switch(programme, switches)):
        return _rendered(page, programme, tuple(sorted(switches.items())))


def as_readers_see(page: Any) -> str:
    """Return the HTML of a page, saved or not, as an anonymous reader of its audience gets it."""
    request = _request_for(page, programme_of_page(page))
    return _text_of(next(iter(page.certified_views(request))))


def renderings_of(page: Any) -> tuple[Rendered, ...]:
    """Return every different rendering of a page over the states of its programme's services.

    Independent of how the services are now, so that switching one makes no certified page uncertified.
    """
    programme = programme_of_page(page)
    keys = list(Service.objects.filter(programme=programme).order_by("key").values_list("key", flat=True))
    known: dict[frozenset[str], Rendered] = {}

    def with_available(*on: str) -> Rendered:
        if frozenset(on) not in known:
            known[frozenset(on)] = rendered(page, {key: key in on for key in keys})
        return known[frozenset(on)]

    concerning = [key for key in keys if with_available(key).sha256 != with_available().sha256]
    if len(concerning) > MOST_SWITCHES:
        raise TooManySwitches(
            f"“{page.title}” depends on more than {MOST_SWITCHES} services. Split the page."
        )
    found: dict[str, Rendered] = {}
    for states in product((False, True), repeat=len(concerning)):
        shown = tuple(zip(concerning, states, strict=True))
        one = with_available(*(key for key, on in shown if on))
        found.setdefault(one.sha256, Rendered(one.html, one.canonical, one.sha256, shown))
    return tuple(found.values())


def digest_of_page(page: Any) -> str:
    """Return the one SHA-256 that stands for all renderings of a page."""
    return digest_of(one.sha256 for one in renderings_of(page))


@contextmanager
def would_be(*changes: Callable[[], object]) -> Iterator[None]:
    """Run a block as though changes had been made; whatever they and the block wrote is rolled back."""
    with transaction.atomic():
        for change in changes:
            change()
        yield
        transaction.set_rollback(True)


def _rendered(page: Any, programme: Programme, switches: tuple[tuple[str, bool], ...] = ()) -> Rendered:
    texts = [_text_of(view) for view in page.certified_views(_request_for(page, programme))]
    declared = "".join(f"{name}: {value}\n" for name, value in sorted(page.declarations().items()))
    canonical = declared + "\n".join(canonical_form(text, static_url=settings.STATIC_URL) for text in texts)
    return Rendered("\n".join(texts), canonical, sha256_of(canonical), switches)


def _text_of(response: HttpResponse) -> str:
    if isinstance(response, TemplateResponse):
        response.render()
    return response.content.decode()


def _request_for(page: Any, programme: Programme) -> HttpRequest:
    """Return a request of the page's own site, by nobody who is signed in, with the audience declared."""
    request: HttpRequest = get_dummy_request(
        path=page.relative_url(programme.site) or "/", site=programme.site
    )
    request.user = AnonymousUser()
    request.session = {}  # type: ignore[assignment]
    request.is_preview = False  # type: ignore[attr-defined]
    request._wagtail_site = programme.site  # type: ignore[attr-defined]
    remember_programme(request, programme)
    # Whoever may read the page at all sees the same; how they showed who they are makes no difference.
    request._audience_settings = AudienceSettings()  # type: ignore[attr-defined]
    host = request.get_host()
    request.COOKIES[COOKIE] = declaration(page.audience, host=host, now=timezone.now())
    return request


def _switch(programme: Programme, switches: Mapping[str, bool]) -> None:
    for key, available in switches.items():
        # No signals: nothing may be purged or told of what is rolled back.
        Service.objects.filter(programme=programme, key=key).update(available=available)
