"""The blocks of the pages that have a form of their own: the parts, the touchpoints, the checklist."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks

from content.blocks import INLINE, FormChooserBlock
from content.blocks.lists import ICONS
from content.blocks.prose import LONGEST_LINE, inline_text, prose
from content.blocks.services import is_available, service_choice, service_in
from content.touchpoints.rhythms import RHYTHMS, Rhythm
from content.touchpoints.weeks import LAST_WEEK

PART_CLASSES = [
    ("package_deal", "Package deal"),
    ("patient_support_programme", "Patient support programme"),
]


class Part(blocks.StructValue):
    """A part as templates read it."""

    @property
    def class_label(self) -> str:
        """Return the words for the part's class."""
        return dict(PART_CLASSES)[self["part_class"]]


class PartBlock(blocks.StructBlock):
    """One part of the programme: what it does, how it is classed and who provides it."""

    name = blocks.CharBlock(max_length=80)
    anchor = blocks.RegexBlock(
        r"^[a-z][a-z0-9-]*$",
        error_messages={"invalid": "Use lower-case letters, digits and hyphens."},
        help_text="The end of the part's address, for example homecare.",
    )
    icon = blocks.ChoiceBlock(choices=ICONS)
    part_class = blocks.ChoiceBlock(choices=PART_CLASSES, label="Class")
    class_note = blocks.CharBlock(
        max_length=120, required=False, help_text="For example: with nurse services."
    )
    summary = inline_text()
    text = prose()
    page = blocks.PageChooserBlock(
        "content.ServicePage", required=False, help_text="The page that describes the part in full."
    )
    role = service_choice(
        label="Service", help_text="Its partners provide the part; its switch says whether."
    )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["providers"] = (context.get("partners") or {}).get(value["role"], [])
        context["service"] = service_in(context, value["role"])
        return context

    class Meta:
        icon = "list-ul"
        value_class = Part
        template = "content/blocks/part.html"


def lane_key(**options: Any) -> blocks.RegexBlock:
    """Return a block for the key of a lane."""
    return blocks.RegexBlock(
        r"^[a-z][a-z0-9-]{0,19}$",
        error_messages={"invalid": "Use at most 20 lower-case letters, digits and hyphens."},
        **options,
    )


def week(**options: Any) -> blocks.IntegerBlock:
    """Return a block for a week, counted from the first dose."""
    return blocks.IntegerBlock(min_value=0, max_value=LAST_WEEK, required=False, **options)


class LaneBlock(blocks.StructBlock):
    """Somebody, or something, that takes part in the journey."""

    key = lane_key(help_text="How the steps name it, for example nurse. It is part of addresses.")
    label = blocks.CharBlock(max_length=40)
    icon = blocks.ChoiceBlock(choices=ICONS)
    service = service_choice(required=False, help_text="The service that this is, if its switch counts.")

    class Meta:
        icon = "user"


class TouchpointBlock(blocks.StructBlock):
    """One moment, or a stretch of time, in which somebody does something."""

    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=INLINE, max_length=LONGEST_LINE, required=False, label="Note")
    acts = lane_key(label="Who acts", help_text="The key of a lane.")
    involves = blocks.ListBlock(lane_key(), label="Who else takes part", default=[], max_num=8)
    channel = blocks.CharBlock(
        max_length=120, required=False, help_text="For example: virtual or face to face."
    )
    week_from = week(help_text="Empty: before week 0.")
    week_to = week(help_text="Empty: in that week only.")
    rhythm = blocks.ChoiceBlock(choices=RHYTHMS, default=Rhythm.NONE, label="In a patient's calendar")
    optional = blocks.BooleanBlock(required=False)
    service = service_choice(
        required=False, help_text="The service that this needs: while it is in development, the step says so."
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        first, last = cleaned["week_from"], cleaned["week_to"]
        errors = {}
        if last is not None and (first is None or last < first):
            errors["week_to"] = ValidationError("The last week cannot come before the first.")
        if first is None and cleaned["rhythm"] not in (Rhythm.NONE, Rhythm.DELIVERY):
            errors["week_from"] = ValidationError("Give the first week, from which the days follow.")
        if errors:
            raise blocks.StructBlockValidationError(block_errors=errors)
        return cleaned


class PhaseBlock(blocks.StructBlock):
    """A stretch of time and its touchpoints."""

    title = blocks.CharBlock(max_length=80)
    when = blocks.CharBlock(max_length=80)
    week_from = week(help_text="Empty: before week 0.")
    week_to = week(help_text="Empty: no later than that.")
    steps = blocks.ListBlock(TouchpointBlock(), max_num=40)

    class Meta:
        icon = "time"


class ChecklistStepBlock(blocks.StructBlock):
    """One step of the way from the first signature to the first delivery."""

    title = blocks.CharBlock(max_length=120)
    how_often = blocks.CharBlock(max_length=60, help_text="For example: once per organisation.")
    text = prose()
    service = service_choice(required=False, help_text="The service that this step needs, if any.")
    text_in_development = prose(
        required=False, help_text="Instead of the text, while the service is in development."
    )
    form = FormChooserBlock(required=False, help_text="The form with which this step is done, if any.")
    button_text = blocks.CharBlock(max_length=60, required=False, default="Start now")

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        context["available"] = is_available(context, value["service"])
        shown = "text" if context["available"] or not value["text_in_development"] else "text_in_development"
        context["text"] = value[shown]
        return context

    class Meta:
        icon = "check"
        template = "content/blocks/checklist_step.html"
