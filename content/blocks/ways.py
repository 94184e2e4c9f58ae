"""Blocks that lead the reader on."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.snippets.widgets import AdminSnippetChooser

from content.blocks.prose import inline_text
from forms.definitions.models import Form


class FormChooserBlock(blocks.ChooserBlock):
    """Choose a form of the programmes for which one works; holds its primary key."""

    target_model = Form

    @cached_property
    def widget(self) -> AdminSnippetChooser:
        return AdminSnippetChooser(self.target_model, icon="form")


class FormBlock(blocks.StructBlock):
    """A form that stands on a page with its own title and introduction, and a button to begin it.

    It is filled in at an address of its own: the page is kept whole and the same for everybody.
    """

    form = FormChooserBlock()
    button_text = blocks.CharBlock(max_length=60, default="Start now")

    class Meta:
        icon = "form"
        label = "Form"
        template = "content/blocks/form.html"


class FormLinkBlock(blocks.StructBlock):
    """A way into a form. Somebody who is not signed in is asked to sign in first, unless it is open to anyone."""

    heading = blocks.CharBlock(max_length=120, required=False)
    text = inline_text(required=False)
    form = FormChooserBlock()
    button_text = blocks.CharBlock(max_length=60, default="Start now")

    class Meta:
        icon = "form"
        label = "Way to a form"
        template = "content/blocks/form_link.html"


class CallToActionBlock(blocks.StructBlock):
    """One thing to do next: a page of this site, or an address elsewhere."""

    heading = blocks.CharBlock(max_length=120)
    text = inline_text(required=False)
    page = blocks.PageChooserBlock(required=False)
    address = blocks.URLBlock(required=False, max_length=500, help_text="Instead of a page: https://…")
    button_text = blocks.CharBlock(max_length=60)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if bool(cleaned["page"]) == bool(cleaned["address"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=["Choose a page or enter an address, one of the two."]
            )
        return cleaned

    class Meta:
        icon = "arrow-right"
        label = "Call to action"
        template = "content/blocks/call_to_action.html"
