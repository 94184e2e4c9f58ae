"""The blocks of the pages that have a form of their own: the parts, the touchpoints, the checklist."""

from __future__ import annotations

from typing import Any

from wagtail import blocks

from content.blocks import INLINE, FormChooserBlock
from content.blocks.lists import ICONS
from content.blocks.prose import inline_text, prose
from content.blocks.services import is_available, service_choice, service_in

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


class TouchpointBlock(blocks.StructBlock):
    """One moment at which somebody does something."""

    title = blocks.CharBlock(max_length=120)
    text = blocks.RichTextBlock(features=INLINE, required=False)
    who = blocks.ListBlock(blocks.CharBlock(max_length=60), help_text="Who acts or is contacted.")
    channel = blocks.CharBlock(max_length=120, required=False, help_text="For example: phone or video call.")
    optional = blocks.BooleanBlock(required=False)


class PhaseBlock(blocks.StructBlock):
    """A stretch of time and its touchpoints."""

    title = blocks.CharBlock(max_length=80)
    when = blocks.CharBlock(max_length=80)
    steps = blocks.ListBlock(TouchpointBlock())

    class Meta:
        icon = "time"
        template = "content/blocks/phase.html"


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
