"""Blocks of running text."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from content.blocks.prose import WithHeading, inline_text, prose
from content.blocks.services import is_available, service_choice


class SectionBlock(blocks.StructBlock):
    """A heading and the text under it."""

    heading = blocks.CharBlock(max_length=120)
    text = prose()

    class Meta:
        icon = "doc-full"
        template = "content/blocks/section.html"


class ServiceWordingBlock(blocks.StructBlock):
    """A section in two wordings: while a service is in development, and once it is available."""

    service = service_choice()
    heading = blocks.CharBlock(max_length=120)
    available = prose(label="Text once the service is available")
    in_development = prose(label="Text while the service is in development", required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        state = "available" if is_available(context, value["service"]) else "in_development"
        context["text"] = value[state]
        return context

    class Meta:
        icon = "history"
        label = "Section by state of a service"
        template = "content/blocks/service_wording.html"


class NoticeBlock(blocks.StructBlock):
    """A text that must not be overlooked."""

    kind = blocks.ChoiceBlock(
        choices=[("information", "Information"), ("warning", "Warning"), ("safety", "Safety")],
        default="information",
    )
    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=["bold", "italic", "link", "ul"], max_length=4_000)

    class Meta:
        icon = "warning"
        template = "content/blocks/notice.html"


class QuoteBlock(blocks.StructBlock):
    """What somebody said, and who they are."""

    text = blocks.TextBlock(max_length=600)
    who = blocks.CharBlock(max_length=120, required=False, help_text="For example: MS specialist nurse.")

    class Meta:
        icon = "openquote"
        template = "content/blocks/quote.html"


class QuestionBlock(blocks.StructBlock):
    """A question, and the answer that opens under it."""

    question = blocks.CharBlock(max_length=160)
    answer = blocks.RichTextBlock(
        features=["bold", "italic", "link", "document-link", "ol", "ul"], max_length=8_000
    )


class AccordionBlock(blocks.StructBlock):
    """Questions whose answers open one by one, without a script."""

    heading = blocks.CharBlock(max_length=120, required=False)
    questions = blocks.ListBlock(QuestionBlock(), max_num=40)

    class Meta:
        icon = "help"
        label = "Questions and answers"
        value_class = WithHeading
        template = "content/blocks/accordion.html"


class FootnoteBlock(blocks.StructBlock):
    """The text of a note. [^key] anywhere on the page refers to it; the page numbers and lists what it uses.

    A service that is in development brings its own note: its key refers to that.
    """

    mark = blocks.RegexBlock(
        r"^[A-Za-z0-9*†‡§_-]{1,30}$",
        label="Key",
        help_text="A short word, such as app. Write [^app] in the text where the note belongs.",
        error_messages={"invalid": "Use letters, digits and hyphens."},
    )
    text = inline_text()

    class Meta:
        icon = "superscript"
        label = "Footnote"
        template = "content/blocks/footnote.html"
