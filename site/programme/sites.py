"""Which Wagtail site a request is for, without asking the database each time."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.http.response import HttpResponseBase
from wagtail.models import Site
from wagtail.models.sites import get_site_for_hostname

from rows import kept_rows_where
from stamps import RECORDS, remembered


class KnownSite:
    """Give each request its site where Wagtail looks for it first; a query only after a site was changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        hostname, port = split_domain_port(request.get_host())[0], request.get_port()
        key = remembered(RECORDS, ("site of", hostname, port), lambda: _key_of(hostname, port))
        if key is not None:
            request._wagtail_site = next(iter(kept_rows_where(Site, "id", key)), None)  # type: ignore[attr-defined]
        return self._get_response(request)


def _key_of(hostname: str, port: str) -> int | None:
    try:
        key: int = get_site_for_hostname(hostname, port).pk
    except Site.DoesNotExist:
        return None
    return key
