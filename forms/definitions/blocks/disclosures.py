"""Who receives an answer, and why."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from forms.definitions.blocks.choices import DECISIONS, audience_choices
from forms.definitions.blocks.rules import RuleBlock


class DisclosureBlock(blocks.StructBlock):
    audience = blocks.ChoiceBlock(choices=audience_choices, label="Recipient")
    decision = blocks.ChoiceBlock(choices=DECISIONS, required=False, default="")
    purpose = blocks.CharBlock(
        required=False, max_length=240, help_text="Why this recipient needs the answer. Needed when shared."
    )
    when = RuleBlock(label="Shared when", help_text="Only for the decision “Share when…”.")

    class Meta:
        icon = "group"
        label_format = "{audience}: {decision}"


class DisclosuresBlock(blocks.ListBlock):
    """One row for every audience to begin with, so that an editor sees what is to be decided."""

    def get_default(self) -> Any:
        rows = [
            {"audience": key, "decision": "", "purpose": "", "when": {"match": "all", "conditions": []}}
            for key, _ in audience_choices()
        ]
        return self.normalize(rows)
