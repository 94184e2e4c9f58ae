"""How steps and questions are drawn in the editor, by the script form-blocks.js."""

from __future__ import annotations

from django import forms
from django.utils.functional import cached_property
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

from forms.definitions.blocks.folding import FoldedBlock
from forms.definitions.blocks.steps import StepBlock


class DrawnByOurs(StructBlockAdapter):
    """A block whose script stands on top of Wagtail's."""

    @cached_property
    def media(self) -> forms.Media:
        wagtails: forms.Media = super().media
        return wagtails + forms.Media(js=["js/form-blocks.js"])


class QuestionAdapter(DrawnByOurs):
    """A question is drawn once it is unfolded; its duplicate has a key of its own."""

    js_constructor = "forms.Question"


class StepAdapter(DrawnByOurs):
    """The duplicate of a step has keys of its own, and so have its questions."""

    js_constructor = "forms.Step"


def register_adapters() -> None:
    """Let the editor draw steps and questions by our script."""
    register(QuestionAdapter(), FoldedBlock)
    register(StepAdapter(), StepBlock)
