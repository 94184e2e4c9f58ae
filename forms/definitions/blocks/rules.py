"""Conditions: when a step, question, disclosure or route applies."""

from __future__ import annotations

from wagtail import blocks

from forms.definitions.blocks.choices import MATCHES, OPERATORS
from forms.definitions.spec import ALL


class ConditionBlock(blocks.StructBlock):
    field = blocks.CharBlock(
        label="Question", max_length=60, help_text="The key of the question whose answer decides."
    )
    operator = blocks.ChoiceBlock(choices=OPERATORS, label="Comparison")
    value = blocks.CharBlock(
        required=False,
        max_length=500,
        help_text="The option's value, “yes” or “no”, words, a number, a date or a time. Empty for “is answered”.",
    )

    class Meta:
        icon = "question-mark"
        label_format = "{field} {operator} {value}"


class RuleBlock(blocks.StructBlock):
    match = blocks.ChoiceBlock(choices=MATCHES, default=ALL, label="Applies when")
    conditions = blocks.ListBlock(ConditionBlock(), default=[], help_text="None: always.")

    class Meta:
        icon = "view"
        collapsed = True
        label_format = ""
