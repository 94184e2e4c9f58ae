"""Which Wagtail site a request is for, without asking the database each time."""

from __future__ import annotations

from django.http import HttpRequest
from django.http.request import split_domain_port
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, Site
from wagtail.models.sites import get_site_for_hostname

from rows import kept_rows_where
from stamps import RECORDS, remembered


def know_site(request: HttpRequest) -> None:
    """Give a request its site where Wagtail looks for it first; a query only after a site was changed."""
    hostname, port = split_domain_port(request.get_host())[0], request.get_port()
    key = remembered(RECORDS, ("site of", hostname, port), lambda: _key_of(hostname, port))
    found = kept_rows_where(Site, "id", key) if key is not None else []
    if found:
        request._wagtail_site = _with_its_first_page(found[0])  # type: ignore[attr-defined]


def _with_its_first_page(site: Site) -> Site:
    """Let a site's first page be read when it is asked for, and then at once as its own type."""
    key = site.root_page_id
    model = remembered(RECORDS, ("type of the first page", key), lambda: _type_of(key))
    site._state.fields_cache["root_page"] = SimpleLazyObject(lambda: model._default_manager.get(pk=key))
    return site


def _type_of(page_id: int) -> type[Page]:
    found: type[Page] = Page.objects.get(pk=page_id).specific_class or Page
    return found


def _key_of(hostname: str, port: str) -> int | None:
    try:
        key: int = get_site_for_hostname(hostname, port).pk
    except Site.DoesNotExist:
        return None
    return key
