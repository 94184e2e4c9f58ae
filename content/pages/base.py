"""What all pages share."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail.admin.panels import FieldPanel, Panel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from content.blocks import BodyBlock
from content.caching.restrictions import SeldomLockedPage
from content.compliance import CompliantPage
from content.pages.surroundings import contacts_on, glossary_on, note_texts_on, surroundings_of


class PageTag(TaggedItemBase):
    """A tag on a page, by which listings choose."""

    content_object = ParentalKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="tagged")


def panels_with(*own: Panel) -> list[Panel]:
    """Return the panels of a page type whose own fields stand between introduction and body."""
    return [
        *Page.content_panels,
        FieldPanel("heading"),
        FieldPanel("introduction"),
        *own,
        FieldPanel("body"),
        *CompliantPage.compliance_panels,
    ]


class ContentPage(CompliantPage, SeldomLockedPage, Page):  # type: ignore[django-manager-missing]
    """An introduction, a body of blocks and the compliance declarations."""

    heading = models.CharField(
        max_length=120, blank=True, help_text="Shown on the page; the title, when empty, and always in menus."
    )
    introduction = models.TextField(
        blank=True, max_length=1_000, help_text="One or two sentences under the title."
    )
    body = StreamField(BodyBlock(), blank=True)
    tags = ClusterTaggableManager(through=PageTag, blank=True)

    search_fields = [
        *Page.search_fields,
        index.SearchField("heading", boost=2),
        index.SearchField("introduction"),
        index.SearchField("body"),
    ]
    content_panels = panels_with()
    promote_panels = [*Page.promote_panels, FieldPanel("tags")]

    class Meta:
        abstract = True

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {
            **context,
            **self.compliance_context(request),
            "surroundings": SimpleLazyObject(lambda: surroundings_of(request, self, audience=self.audience)),
            "note_texts": SimpleLazyObject(lambda: note_texts_on(request, self)),
            "glossary": SimpleLazyObject(lambda: glossary_on(request)),
            "contacts_by_kind": SimpleLazyObject(lambda: contacts_on(request)),
        }
