"""What an editor sees of a version: its panels, with the merge fields beside them."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList

from agreements.kinds import Kind
from agreements.texts.compile import merge_fields_of


class MergeFieldsPanel(HelpPanel):
    """The merge fields that texts of this kind may use, each with its explanation."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            context["merge_fields"] = merge_fields_of(Kind(self.instance.text.kind)).items()
            return context


EDITOR = ObjectList(
    [
        FieldPanel("title"),
        FieldPanel("what_changed"),
        FieldPanel("term_months"),
        FieldPanel("is_sample"),
        FieldPanel("body", heading="Text"),
        MergeFieldsPanel(template="agreements/texts/_merge_fields.html", heading="Merge fields"),
    ]
)
