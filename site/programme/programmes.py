"""Programmes in the admin: what each is, and the look of its site."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from programme.adding import AddProgrammeView, NewProgrammeForm
from programme.forms import ProgrammeLookForm
from programme.look import ColourUnreadable, change_look
from programme.models import Programme
from programme.viewsets import RecordView, RecordViewSet, ServiceEditView


class LookView(ServiceEditView):
    """The form of a programme's look."""

    refusals = (ColourUnreadable,)

    def save(self, instance: Programme, *, by: Any, now: datetime) -> Programme:
        values = self.form.cleaned_data
        return change_look(
            programme=instance,
            neutral_name=values["neutral_name"],
            primary=values["primary_colour"],
            accent=values["accent_colour"],
            logo=values["logo_file"],
            remove_logo=values["remove_logo"],
            by=by,
            now=now,
        )

    def get_success_message(self) -> str | None:
        if self.object.neutral_name != self.form.cleaned_data["neutral_name"]:
            return (
                "Saved. Certified pages show the name before the gate, so its change waits until somebody else "
                "approves it and they are certified anew."
            )
        message: str | None = super().get_success_message()
        return message


class ProgrammeViewSet(RecordViewSet):
    model = Programme
    name = "programmes"
    icon = "site"
    menu_label = "Programme and look"
    menu_order = 315
    add_to_admin_menu = True
    can_add = can_edit = True
    add_view_class, edit_view_class, inspect_view_class = AddProgrammeView, LookView, RecordView
    list_display = ["name", "sponsor", "territory", "site"]
    inspect_view_fields = [
        "name", "neutral_name", "strapline", "sponsor", "company_role", "territory", "site", "primary_colour",
        "accent_colour",
    ]  # fmt: skip

    def get_form_class(self, for_update: bool = False) -> type[ProgrammeLookForm] | type[NewProgrammeForm]:
        return ProgrammeLookForm if for_update else NewProgrammeForm
