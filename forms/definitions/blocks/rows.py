"""A table of repeated rows, and its columns."""

from __future__ import annotations

from wagtail import blocks

from forms.definitions.fields.columns import COLUMN_TYPES, MOST_COLUMNS
from forms.definitions.fields.numbers import MOST_DECIMALS
from forms.definitions.fields.row_counts import MOST_ROWS, USUAL_FIRST_ROWS, USUAL_MOST_ROWS


class ColumnOptionBlock(blocks.StructBlock):
    label = blocks.CharBlock(max_length=240)
    value = blocks.CharBlock(
        required=False, max_length=60, help_text="What is stored. Made from the label at the first save."
    )

    class Meta:
        label_format = "{label}"


class ColumnBlock(blocks.StructBlock):
    label = blocks.CharBlock(label="Heading", max_length=120)
    type = blocks.ChoiceBlock(
        choices=[(name, type_.label) for name, type_ in COLUMN_TYPES.items()], default="short_text"
    )
    optional = blocks.BooleanBlock(required=False, label="May be left empty")
    options = blocks.ListBlock(ColumnOptionBlock(), default=[], help_text="Only for a choice from a list.")
    unit = blocks.CharBlock(required=False, max_length=20, help_text="Only for a number, for example mg.")
    decimals = blocks.IntegerBlock(
        required=False,
        min_value=0,
        max_value=MOST_DECIMALS,
        label="Decimal places",
        help_text="Only for a number.",
    )
    free_text = blocks.BooleanBlock(
        required=False,
        label="Invites prose",
        help_text="Only for short text. Brings the adverse-event notice and its yes or no question.",
    )
    key = blocks.CharBlock(
        required=False,
        max_length=40,
        help_text="Made from the heading at the first save and kept when that is reworded.",
    )

    class Meta:
        icon = "table"
        label_format = "{label}"


def columns_block() -> blocks.ListBlock:
    """Return the block for the columns of a table."""
    return blocks.ListBlock(ColumnBlock(), max_num=MOST_COLUMNS, help_text=f"One to {MOST_COLUMNS} columns.")


def rows_limit(label: str, usual: int) -> blocks.IntegerBlock:
    """Return the block for a number of rows."""
    return blocks.IntegerBlock(
        required=False, min_value=1, max_value=MOST_ROWS, label=label, help_text=f"Empty: {usual}."
    )


FEWEST, MOST, FIRST = (
    ("Fewest rows", 1),
    ("Most rows", USUAL_MOST_ROWS),
    ("Rows shown at first", USUAL_FIRST_ROWS),
)
