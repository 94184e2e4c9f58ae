"""The pages that a programme has once: home, overview, its services, checklist."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from content.blocks.lists import ICONS
from content.journey_blocks import PART_CLASSES, ChecklistStepBlock, PartBlock
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


class ServicePage(ContentPage):  # type: ignore[django-manager-missing]
    """One part of the programme in full.

    It says its class itself, as the overview above it does: each is certified with what it shows.
    """

    service = models.CharField(max_length=40, choices=PATIENT_ROLE_CHOICES)
    icon = models.CharField(max_length=20, choices=ICONS, blank=True)
    part_class = models.CharField(
        "class",
        max_length=40,
        choices=PART_CLASSES,
        blank=True,
        help_text="The overview of the programme says the same of this part: change both.",
    )
    class_note = models.CharField(max_length=120, blank=True, help_text="For example: with nurse services.")

    content_panels = panels_with(
        FieldPanel("service"), FieldPanel("icon"), FieldPanel("part_class"), FieldPanel("class_note")
    )
    parent_page_types = ["content.ProgrammePage"]
    subpage_types: list[str] = []

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["service"] = services_of(request).get(self.service)
        context["providers"] = context["partners"].get(self.service, [])
        return context


class ChecklistPage(ContentPage):  # type: ignore[django-manager-missing]
    """What to sign once and what to do for each patient, in order."""

    steps = StreamField([("step", ChecklistStepBlock())])

    content_panels = panels_with(FieldPanel("steps"))
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []
