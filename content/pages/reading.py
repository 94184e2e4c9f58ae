"""Pages to read: standard pages, resources and contacts."""

from __future__ import annotations

from content.pages.base import ContentPage


class StandardPage(ContentPage):  # type: ignore[django-manager-missing]
    """Any other page."""

    parent_page_types = ["content.HomePage", "content.ProgrammePage", "content.StandardPage"]
    subpage_types = ["content.StandardPage"]


class ResourcesPage(ContentPage):  # type: ignore[django-manager-missing]
    """What there is to download and to read on."""

    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.StandardPage"]


class ContactPage(ContentPage):  # type: ignore[django-manager-missing]
    """Whom to turn to, from the programme's contacts."""

    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []
