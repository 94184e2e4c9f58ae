"""The two streams of a form: its steps and its routes."""

from __future__ import annotations

from wagtail import blocks

from forms.definitions.blocks.choices import audience_choices, desk_choices, role_choices
from forms.definitions.blocks.keys import key_block
from forms.definitions.blocks.questions import QuestionsBlock
from forms.definitions.blocks.rules import RuleBlock


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(max_length=160)
    intro = blocks.TextBlock(required=False, label="Introduction")
    fields = QuestionsBlock(label="Questions")
    key = key_block(made_from="title")
    show_when = RuleBlock(label="Shown when")

    class Meta:
        icon = "form"
        label = "Step"
        label_format = "{title}"


class RouteBlock(blocks.StructBlock):
    audience = blocks.ChoiceBlock(
        choices=audience_choices, label="Document", help_text="Whose document is sent."
    )
    role = blocks.ChoiceBlock(choices=role_choices, required=False, label="To the partner that is the")
    partner_field = blocks.CharBlock(
        required=False,
        max_length=60,
        label="Or to the partner chosen in",
        help_text="The key of the question that asks for the partner.",
    )
    partner_code = blocks.ChoiceBlock(
        choices=desk_choices,
        required=False,
        label="Or to the desk",
        help_text="For general forms, which hold no patients.",
    )
    show_when = RuleBlock(label="Sent when")

    class Meta:
        icon = "redirect"
        label = "Route"
        label_format = "{audience} → {role} {partner_field} {partner_code}"
