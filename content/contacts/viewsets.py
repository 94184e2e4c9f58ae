"""The contacts in the admin."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms

from content.contacts.models import Contact
from content.contacts.services import save_contact
from programme.viewsets import RecordView, RecordViewSet, ServiceCreateView, ServiceEditView


class ContactForm(forms.ModelForm[Contact]):
    class Meta:
        model = Contact
        fields = ("programme", "kind", "name", "region", "phone", "email", "form", "is_placeholder")

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not (values.get("phone") or values.get("email") or values.get("form")):
            raise forms.ValidationError("Enter a phone number, an e-mail address or a form.")
        form, programme = values.get("form"), values.get("programme")
        if form is not None and programme is not None and form.programme_id != programme.pk:
            self.add_error("form", f"Choose a form of {programme}.")
        return values


class ContactAddView(ServiceCreateView):
    def save(self, instance: Contact, *, by: Any, now: datetime) -> Contact:
        return save_contact(contact=instance, by=by, now=now)


class ContactEditView(ServiceEditView):
    def save(self, instance: Contact, *, by: Any, now: datetime) -> Contact:
        return save_contact(contact=instance, by=by, now=now)


class ContactViewSet(RecordViewSet):
    model = Contact
    name = "contacts"
    icon = "mail"
    menu_label = "Contacts"
    menu_order = 340
    add_to_admin_menu = True
    can_add = can_edit = True
    add_view_class, edit_view_class, inspect_view_class = ContactAddView, ContactEditView, RecordView
    list_display = ["name", "kind", "region", "is_placeholder", "programme"]
    list_filter = ["programme", "kind", "is_placeholder"]
    search_fields = ["name", "region"]
    inspect_view_fields = ["programme", "kind", "name", "region", "phone", "email", "form", "is_placeholder"]

    def get_form_class(self, for_update: bool = False) -> type[ContactForm]:
        return ContactForm
