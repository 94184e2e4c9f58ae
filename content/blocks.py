"""The blocks of which editors build a page."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail import blocks

from agreements.kinds import KINDS
from directory.models import PATIENT_ROLE_CHOICES
from forms.definitions.models import Form

INLINE = ["bold", "italic", "link"]
PROSE = ["h3", "bold", "italic", "link", "document-link", "ol", "ul"]


class FormChooserBlock(blocks.ChooserBlock):
    """Choose one of the programme's forms from a list; holds its primary key."""

    target_model = Form
    widget = forms.Select()

    def get_form_state(self, value: Form | None) -> Any:
        return self.get_prep_value(value)


class FormLinkBlock(blocks.StructBlock):
    """A way into a form. Somebody who is not signed in is asked to sign in first."""

    heading = blocks.CharBlock(max_length=120, required=False)
    text = blocks.RichTextBlock(features=INLINE, required=False)
    form = FormChooserBlock()
    button_text = blocks.CharBlock(max_length=60, default="Start now")

    class Meta:
        icon = "form"
        label = "Way to a form"
        template = "content/blocks/form_link.html"


class SectionBlock(blocks.StructBlock):
    """A heading and the text under it."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=PROSE)

    class Meta:
        icon = "doc-full"
        template = "content/blocks/section.html"


class CardBlock(blocks.StructBlock):
    """A short text that leads to a page."""

    title = blocks.CharBlock(max_length=80)
    text = blocks.RichTextBlock(features=INLINE)
    page = blocks.PageChooserBlock(required=False)
    link_text = blocks.CharBlock(max_length=80, required=False)


class CardsBlock(blocks.StructBlock):
    """Cards side by side where there is room."""

    heading = blocks.CharBlock(max_length=120, required=False)
    cards = blocks.ListBlock(CardBlock())

    class Meta:
        icon = "grip"
        template = "content/blocks/cards.html"


class StepBlock(blocks.StructBlock):
    """One step of a list whose order matters."""

    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=PROSE, required=False)


class StepsBlock(blocks.StructBlock):
    """Numbered steps."""

    heading = blocks.CharBlock(max_length=120, required=False)
    steps = blocks.ListBlock(StepBlock())

    class Meta:
        icon = "list-ol"
        template = "content/blocks/steps.html"


class ChecklistBlock(blocks.StructBlock):
    """Things to have ready or done; printed with boxes to tick."""

    heading = blocks.CharBlock(max_length=120)
    items = blocks.ListBlock(blocks.RichTextBlock(features=INLINE))

    class Meta:
        icon = "check"
        template = "content/blocks/checklist.html"


class LiveChecklistBlock(blocks.StructBlock):
    """What an organisation signs once; whoever is signed in sees how their own organisation stands."""

    heading = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(
        features=INLINE, required=False, help_text="What everybody reads, signed in or not."
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        partners, programme = context.get("partners") or {}, context.get("programme")
        names = {role: [partner.name for partner in found] for role, found in partners.items()}
        # A sponsor takes no registrations, so it is not among the partners of the day.
        names["sponsor"] = [programme.sponsor] if programme else []
        context["documents"] = [
            {"label": kind.label, "partners": names.get(kind.counterparty_role, [])}
            for kind in KINDS.values()
        ]
        return context

    class Meta:
        icon = "tasks"
        label = "Live checklist"
        template = "content/blocks/live_checklist.html"


class NoticeBlock(blocks.StructBlock):
    """A text that must not be overlooked."""

    kind = blocks.ChoiceBlock(
        choices=[("information", "Information"), ("warning", "Warning"), ("safety", "Safety")],
        default="information",
    )
    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=[*INLINE, "ul"])

    class Meta:
        icon = "warning"
        template = "content/blocks/notice.html"


class TableBlock(blocks.StructBlock):
    """A simple table whose first cell in each row names the row."""

    caption = blocks.CharBlock(max_length=160)
    columns = blocks.ListBlock(blocks.CharBlock(max_length=120))
    rows = blocks.ListBlock(blocks.ListBlock(blocks.CharBlock(max_length=400, required=False)))

    class Meta:
        icon = "table"
        template = "content/blocks/table.html"


class ProvidersBlock(blocks.StructBlock):
    """The partners of one role that take registrations today, read from the directory."""

    heading = blocks.CharBlock(max_length=120, required=False)
    role = blocks.ChoiceBlock(choices=PATIENT_ROLE_CHOICES)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["providers"] = (context.get("partners") or {}).get(value["role"], [])
        return context

    class Meta:
        icon = "group"
        label = "Providers"
        template = "content/blocks/providers.html"


class AbbreviationBlock(blocks.StructBlock):
    """A short form and what it stands for."""

    short = blocks.CharBlock(max_length=20)
    long = blocks.CharBlock(max_length=160)


class AbbreviationsBlock(blocks.StructBlock):
    """The short forms that the page uses."""

    heading = blocks.CharBlock(max_length=120, default="Abbreviations")
    entries = blocks.ListBlock(AbbreviationBlock())

    class Meta:
        icon = "openquote"
        template = "content/blocks/abbreviations.html"


class FootnoteBlock(blocks.StructBlock):
    """A note that a mark in the text refers to."""

    mark = blocks.CharBlock(max_length=4, default="*")
    text = blocks.RichTextBlock(features=INLINE)

    class Meta:
        icon = "help"
        template = "content/blocks/footnote.html"


class BodyBlock(blocks.StreamBlock):
    """Everything that a page's body may hold."""

    section = SectionBlock()
    cards = CardsBlock()
    steps = StepsBlock()
    checklist = ChecklistBlock()
    live_checklist = LiveChecklistBlock()
    notice = NoticeBlock()
    table = TableBlock()
    form_link = FormLinkBlock()
    providers = ProvidersBlock()
    abbreviations = AbbreviationsBlock()
    footnote = FootnoteBlock()
