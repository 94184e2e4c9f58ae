"""The programme's pages."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from content.blocks import BodyBlock
from content.compliance import CompliantPage
from content.journey_blocks import ChecklistStepBlock, PartBlock, PhaseBlock


class ContentPage(CompliantPage, Page):  # type: ignore[django-manager-missing]
    """What all pages share: an introduction, a body of blocks and the compliance declarations."""

    heading = models.CharField(
        max_length=120, blank=True, help_text="Shown on the page; the title, when empty, and always in menus."
    )
    introduction = models.TextField(blank=True, help_text="One or two sentences under the title.")
    body = StreamField(BodyBlock(), blank=True)

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("introduction"),
        FieldPanel("body"),
        *CompliantPage.compliance_panels,
    ]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context(request, *args, **kwargs), **self.compliance_context(request)}


class HomePage(ContentPage):
    """The way in: what the programme is and where to go."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "content.ProgrammePage",
        "content.TouchpointsPage",
        "content.ChecklistPage",
        "content.StandardPage",
    ]


class ProgrammePage(ContentPage):
    """The parts of the programme, each with its class and its providers."""

    parts = StreamField([("part", PartBlock())])

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("introduction"),
        FieldPanel("parts"),
        FieldPanel("body"),
        *CompliantPage.compliance_panels,
    ]
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []


class TouchpointsPage(ContentPage):
    """Who does what, and when: phases and their steps as one ordered list."""

    phases = StreamField([("phase", PhaseBlock())])

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("introduction"),
        FieldPanel("phases"),
        FieldPanel("body"),
        *CompliantPage.compliance_panels,
    ]
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []


class ChecklistPage(ContentPage):
    """What to sign once and what to do for each patient, in order."""

    steps = StreamField([("step", ChecklistStepBlock())])

    content_panels = [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("introduction"),
        FieldPanel("steps"),
        FieldPanel("body"),
        *CompliantPage.compliance_panels,
    ]
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []


class StandardPage(ContentPage):
    """Any other page."""

    parent_page_types = ["content.HomePage", "content.StandardPage"]
    subpage_types = ["content.StandardPage"]
