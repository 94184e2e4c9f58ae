"""Pages to read: standard pages, resources and contacts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from content.contacts.services import contacts_of
from content.pages.base import ContentPage
from programme.current import programme_of


class StandardPage(ContentPage):
    """Any other page."""

    parent_page_types = ["content.HomePage", "content.ProgrammePage", "content.StandardPage"]
    subpage_types = ["content.StandardPage"]


class ResourcesPage(ContentPage):
    """What there is to download and to read on."""

    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.StandardPage"]


class ContactPage(ContentPage):
    """Whom to turn to, from the programme's contacts."""

    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["contacts_by_kind"] = SimpleLazyObject(lambda: _contacts_on(request))
        return context


def _contacts_on(request: HttpRequest) -> dict[str, Any]:
    programme = programme_of(request)
    return dict(contacts_of(programme.pk)) if programme is not None else {}
