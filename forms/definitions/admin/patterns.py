"""Named patterns in the Wagtail admin: administrators write them, editors of forms choose them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from forms.definitions.naming_patterns import PatternRefused, save_pattern
from forms.definitions.pattern_records import NamedPattern
from programme.viewsets import RecordView, RecordViewSet, ServiceCreateView, ServiceEditView

FIELDS = ("name", "pattern", "message", "fits", "does_not_fit")


class PatternForm(forms.ModelForm[NamedPattern]):
    """A pattern with its words and an example each way."""

    class Meta:
        model = NamedPattern
        fields = FIELDS


class AddPatternView(ServiceCreateView):
    """Name a pattern."""

    refusals = (PatternRefused,)

    def save(self, instance: Any, *, by: Any, now: datetime) -> Any:
        return save_pattern(pattern=instance, by=by, now=now)


class EditPatternView(ServiceEditView):
    """Change a pattern for the versions to come."""

    refusals = (PatternRefused,)

    def save(self, instance: Any, *, by: Any, now: datetime) -> Any:
        return save_pattern(pattern=instance, by=by, now=now)


class PatternViewSet(RecordViewSet):
    """The admin of named patterns."""

    model = NamedPattern
    name = "form_patterns"
    icon = "regex"
    menu_label = "Answer patterns"
    menu_order = 210
    add_to_admin_menu = True
    can_add = can_edit = True
    add_view_class, edit_view_class, inspect_view_class = AddPatternView, EditPatternView, RecordView
    list_display = ["name", "pattern", "fits"]
    search_fields = ["name"]
    inspect_view_fields = [*FIELDS]

    def get_form_class(self, for_update: bool = False) -> type[PatternForm]:
        return PatternForm
