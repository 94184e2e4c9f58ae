"""The glossary in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from content.glossary.models import GlossaryEntry
from content.glossary.services import save_entry
from programme.viewsets import RecordView, RecordViewSet, ServiceCreateView, ServiceEditView


class EntryForm(forms.ModelForm[GlossaryEntry]):
    class Meta:
        model = GlossaryEntry
        fields = ("programme", "short", "long")


class EntryAddView(ServiceCreateView):
    def save(self, instance: GlossaryEntry, *, by: Any, now: datetime) -> GlossaryEntry:
        return save_entry(entry=instance, by=by, now=now)


class EntryEditView(ServiceEditView):
    def save(self, instance: GlossaryEntry, *, by: Any, now: datetime) -> GlossaryEntry:
        return save_entry(entry=instance, by=by, now=now)


class GlossaryViewSet(RecordViewSet):
    model = GlossaryEntry
    name = "glossary"
    icon = "openquote"
    menu_label = "Abbreviations"
    menu_order = 345
    add_to_admin_menu = True
    can_add = can_edit = True
    add_view_class, edit_view_class, inspect_view_class = EntryAddView, EntryEditView, RecordView
    list_display = ["short", "long", "programme"]
    list_filter = ["programme"]
    search_fields = ["short", "long"]
    inspect_view_fields = ["programme", "short", "long"]

    def get_form_class(self, for_update: bool = False) -> type[EntryForm]:
        return EntryForm
