"""The contacts in the admin."""

from __future__ import annotations

from typing import Any

from django import forms

from content.contacts.models import Contact
from content.contacts.services import CONTACT_FIELDS
from labelling.proposing import ProposedRecords, ProposedRecordView, ProposeNewView, ProposeView
from programme.viewsets import RecordViewSet


class ContactForm(forms.ModelForm[Contact]):
    """A contact of a programme, which stays what it is."""

    class Meta:
        model = Contact
        fields: tuple[str, ...] = CONTACT_FIELDS

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not (values.get("phone") or values.get("email") or values.get("form")):
            raise forms.ValidationError("Enter a phone number, an e-mail address or a form.")
        form = values.get("form")
        programme = values.get("programme") or getattr(self.instance, "programme", None)
        if form is not None and programme is not None and form.programme_id != programme.pk:
            self.add_error("form", f"Choose a form of {programme}.")
        return values


class NewContactForm(ContactForm):
    """A contact that is to be added to a programme."""

    class Meta(ContactForm.Meta):
        fields = ("programme", *CONTACT_FIELDS)


class ContactViewSet(RecordViewSet):
    model = Contact
    name = "contacts"
    icon = "mail"
    menu_label = "Contacts"
    menu_order = 340
    add_to_admin_menu = True
    can_add = can_edit = True
    index_view_class, inspect_view_class = ProposedRecords, ProposedRecordView
    add_view_class, edit_view_class = ProposeNewView, ProposeView
    inspect_template_name = ProposedRecordView.template_name
    list_display = ["name", "kind", "region", "is_placeholder", "programme"]
    list_filter = ["programme", "kind", "is_placeholder"]
    search_fields = ["name", "region"]
    inspect_view_fields = ["programme", *CONTACT_FIELDS]

    def get_form_class(self, for_update: bool = False) -> type[ContactForm]:
        return ContactForm if for_update else NewContactForm
