"""A list of the library's documents: those of some categories, or all that the reader may have."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.snippets.widgets import AdminSnippetChooser

from content.caching.marks import never_keep
from content.library.listing import Listed, documents_for, lists_are_the_same_for_all
from content.library.models import Category
from content.library.readers import reader_of
from programme.current import programme_of


class CategoryChooserBlock(blocks.ChooserBlock):
    """Choose a category of the programmes for which one works; holds its primary key."""

    target_model = Category

    @cached_property
    def widget(self) -> AdminSnippetChooser:
        return AdminSnippetChooser(self.target_model, icon="folder-open-inverse")


class DocumentsBlock(blocks.StructBlock):
    """Documents to read and to download, kept up to date by themselves."""

    heading = blocks.CharBlock(max_length=120)
    categories = blocks.ListBlock(
        CategoryChooserBlock(), required=False, max_num=10, help_text="None: documents of every category."
    )
    how_many = blocks.IntegerBlock(min_value=1, max_value=100, default=30)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["documents"] = _documents(context.get("request"), value)
        return context

    class Meta:
        icon = "doc-full-inverse"
        label = "Documents"
        template = "content/blocks/documents.html"


def _documents(request: HttpRequest | None, value: Any) -> list[Listed]:
    programme = programme_of(request) if request is not None else None
    if request is None or programme is None:
        return []
    by_person = not lists_are_the_same_for_all(programme_id=programme.pk)
    reader = reader_of(request, with_groups=by_person)
    if by_person and reader.signed_in:
        # Some documents are for groups: this list is the reader's own.
        never_keep(request)
    return documents_for(
        programme_id=programme.pk,
        reader=reader,
        on=timezone.localdate(),
        categories=[category.pk for category in value["categories"] if category is not None],
        limit=value["how_many"],
    )
