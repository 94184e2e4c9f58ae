"""The glossary in the admin."""

from __future__ import annotations

from django import forms

from content.glossary.models import GlossaryEntry
from content.glossary.services import ENTRY_FIELDS
from labelling.proposing import ProposedRecords, ProposedRecordView, ProposeNewView, ProposeView
from programme.viewsets import RecordViewSet


class EntryForm(forms.ModelForm[GlossaryEntry]):
    """An abbreviation of a programme, which stays what it is."""

    class Meta:
        model = GlossaryEntry
        fields: tuple[str, ...] = ENTRY_FIELDS


class NewEntryForm(EntryForm):
    """An abbreviation that is to be added to a programme."""

    class Meta(EntryForm.Meta):
        fields = ("programme", *ENTRY_FIELDS)


class GlossaryViewSet(RecordViewSet):
    model = GlossaryEntry
    name = "glossary"
    icon = "openquote"
    menu_label = "Abbreviations"
    menu_order = 345
    add_to_admin_menu = True
    can_add = can_edit = True
    index_view_class, inspect_view_class = ProposedRecords, ProposedRecordView
    add_view_class, edit_view_class = ProposeNewView, ProposeView
    inspect_template_name = ProposedRecordView.template_name
    list_display = ["short", "long", "programme"]
    list_filter = ["programme"]
    search_fields = ["short", "long"]
    inspect_view_fields = ["programme", *ENTRY_FIELDS]

    def get_form_class(self, for_update: bool = False) -> type[EntryForm]:
        return EntryForm if for_update else NewEntryForm
