"""Blocks that put things beside or below each other."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from content.blocks.prose import WithHeading, inline_text, prose

ICONS = [
    ("app", "App"),
    ("calendar", "Calendar"),
    ("chat", "Conversation"),
    ("checklist", "Checklist"),
    ("delivery", "Delivery"),
    ("document", "Document"),
    ("home", "Home"),
    ("news", "News"),
    ("nurse", "Nurse"),
    ("path", "Path"),
    ("pen", "Injection pen"),
    ("people", "People"),
    ("phone", "Phone"),
    ("question", "Question"),
    ("shield", "Safety"),
    ("sign", "Signature"),
]


class CardBlock(blocks.StructBlock):
    """A short text that leads to a page."""

    icon = blocks.ChoiceBlock(choices=ICONS, required=False)
    title = blocks.CharBlock(max_length=80)
    text = inline_text()
    page = blocks.PageChooserBlock(required=False)
    link_text = blocks.CharBlock(max_length=80, required=False)


class CardsBlock(blocks.StructBlock):
    """Cards side by side where there is room."""

    heading = blocks.CharBlock(max_length=120, required=False)
    cards = blocks.ListBlock(CardBlock(), max_num=60)

    class Meta:
        icon = "grip"
        value_class = WithHeading
        template = "content/blocks/cards.html"


class StepBlock(blocks.StructBlock):
    """One step of a list whose order matters."""

    title = blocks.CharBlock(max_length=120)
    text = prose(required=False)


class StepsBlock(blocks.StructBlock):
    """Numbered steps."""

    heading = blocks.CharBlock(max_length=120, required=False)
    steps = blocks.ListBlock(StepBlock(), max_num=40)

    class Meta:
        icon = "list-ol"
        value_class = WithHeading
        template = "content/blocks/steps.html"


class ChecklistBlock(blocks.StructBlock):
    """Things to have ready or done; printed with boxes to tick."""

    heading = blocks.CharBlock(max_length=120)
    items = blocks.ListBlock(inline_text(), max_num=60)

    class Meta:
        icon = "check"
        template = "content/blocks/checklist.html"


class FactBlock(blocks.StructBlock):
    """A figure or a short answer, and what it is about."""

    fact = blocks.CharBlock(max_length=40)
    text = blocks.CharBlock(max_length=160)


class FactsBlock(blocks.StructBlock):
    """A few facts at a glance."""

    heading = blocks.CharBlock(max_length=120, required=False)
    facts = blocks.ListBlock(FactBlock(), min_num=2, max_num=6)

    class Meta:
        icon = "pick"
        label = "Facts at a glance"
        template = "content/blocks/facts.html"


class TableBlock(blocks.StructBlock):
    """A simple table whose first cell in each row names the row."""

    caption = blocks.CharBlock(max_length=160)
    columns = blocks.ListBlock(blocks.CharBlock(max_length=120), max_num=12)
    rows = blocks.ListBlock(
        blocks.ListBlock(blocks.CharBlock(max_length=400, required=False), max_num=12), max_num=200
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        width = len(cleaned["columns"])
        if any(len(row) != width for row in cleaned["rows"]):
            raise blocks.StructBlockValidationError(
                non_block_errors=[f"Give every row {width} cells, one for each column; a cell may be empty."]
            )
        return cleaned

    class Meta:
        icon = "table"
        template = "content/blocks/table.html"
