"""What the editor wants of an answer, with words of their own."""

from __future__ import annotations

from wagtail import blocks

from forms.definitions.blocks.choices import CHECKS, pattern_choices


class CheckBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(choices=CHECKS, label="The answer")
    value = blocks.CharBlock(
        required=False,
        max_length=60,
        help_text="A number, a date such as 2027-01-31 or today+30, a time such as 09:30; "
        "beside another date question how far from it, such as +7 days.",
    )
    pattern = blocks.ChoiceBlock(choices=pattern_choices, required=False, label="Pattern")
    field = blocks.CharBlock(
        required=False,
        max_length=60,
        label="Other question",
        help_text="The key of an earlier question with which the answer is compared.",
    )
    message = blocks.CharBlock(
        required=False, max_length=240, help_text="What is said of a wrong answer. Empty: the usual words."
    )

    class Meta:
        icon = "check"
        label_format = "{kind} {value} {field}"


def checks_block() -> blocks.ListBlock:
    """Return the block for what is checked of an answer: nothing to begin with."""
    return blocks.ListBlock(CheckBlock(), default=[], label="Checked")
