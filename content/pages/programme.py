"""The pages that a programme has once: home, overview, its services, checklist."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content.caching.editions import hangs_on_other_pages
from content.journey_blocks import ChecklistStepBlock, PartBlock
from content.pages.base import ContentPage, panels_with
from directory.models import PATIENT_ROLE_CHOICES
from programme.current import services_of


class HomePage(ContentPage):  # type: ignore[django-manager-missing]
    """The way in: what the programme is and where to go."""

    parent_page_types = ["wagtailcore.Page"]


class ProgrammePage(ContentPage):  # type: ignore[django-manager-missing]
    """The parts of the programme, each with its class and its providers."""

    parts = StreamField([("part", PartBlock())])

    content_panels = panels_with(FieldPanel("parts"))
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.ServicePage", "content.StandardPage"]

    def part_of(self, role: str) -> Any:
        """Return the part that partners of a role provide, or None."""
        return next((part.value for part in self.parts if part.value["role"] == role), None)


class ServicePage(ContentPage):  # type: ignore[django-manager-missing]
    """One part of the programme in full; its class and summary come from the overview above it."""

    service = models.CharField(max_length=40, choices=PATIENT_ROLE_CHOICES)

    content_panels = panels_with(FieldPanel("service"))
    parent_page_types = ["content.ProgrammePage"]
    subpage_types: list[str] = []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        hangs_on_other_pages(request)
        overview = ProgrammePage.objects.ancestor_of(self).last()
        context["part"] = overview.part_of(self.service) if overview is not None else None
        context["service"] = services_of(request).get(self.service)
        context["providers"] = context["partners"].get(self.service, [])
        return context


class ChecklistPage(ContentPage):  # type: ignore[django-manager-missing]
    """What to sign once and what to do for each patient, in order."""

    steps = StreamField([("step", ChecklistStepBlock())])

    content_panels = panels_with(FieldPanel("steps"))
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []
