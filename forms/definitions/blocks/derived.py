"""What is worked out and not asked: a computed date, and a hidden constant."""

from __future__ import annotations

from wagtail import blocks

from forms.definitions.blocks.disclosures import DisclosureBlock, DisclosuresBlock
from forms.definitions.blocks.folding import FoldedBlock
from forms.definitions.blocks.keys import key_block
from forms.definitions.blocks.rules import RuleBlock
from forms.definitions.fields.derived import AFTER, BEFORE, LONGEST_CONSTANT, UNITS
from forms.definitions.fields.offset import DAYS, MOST as MOST_AWAY


class ComputedDateBlock(FoldedBlock):
    """A day that the server works out: read by everybody, written by nobody."""

    label = blocks.CharBlock(label="What the date is", max_length=240)
    help = blocks.TextBlock(required=False, label="Help", help_text="Shown below.")
    amount = blocks.IntegerBlock(min_value=0, max_value=MOST_AWAY, default=0, label="How far away")
    unit = blocks.ChoiceBlock(choices=[(unit, unit.capitalize()) for unit in UNITS], default=DAYS)
    direction = blocks.ChoiceBlock(choices=[(AFTER, "After"), (BEFORE, "Before")], default=AFTER)
    base = blocks.CharBlock(
        required=False,
        max_length=60,
        label="Counted from the answer to",
        help_text="The key of an earlier date question. Empty: from the day on which the form is sent.",
    )
    key = key_block()
    show_when = RuleBlock(label="Worked out when")
    disclosures = DisclosuresBlock(DisclosureBlock(), label="Who receives the date")

    class Meta:
        label_format = "{label}"


class ConstantBlock(FoldedBlock):
    """A value that documents and conditions know, and that nobody is asked or shown while filling in."""

    label = blocks.CharBlock(label="Name in documents", max_length=240)
    value = blocks.CharBlock(max_length=LONGEST_CONSTANT)
    key = key_block()
    disclosures = DisclosuresBlock(DisclosureBlock(), label="Who receives the value")

    class Meta:
        label_format = "{label}: {value}"
