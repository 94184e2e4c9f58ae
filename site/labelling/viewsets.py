"""Products, safety records, services and the changes of them in the admin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from labelling.forms import NewServiceForm, ProductForm, SafetyRecordForm, ServiceForm
from labelling.models import RecordChange
from labelling.proposing import ProposedRecords, ProposedRecordView, ProposeNewView, ProposeView
from labelling.records import PRODUCT_FIELDS, SAFETY_FIELDS, SERVICE_FIELDS, values_of
from labelling.services import KeyTaken, RecordMoved, add_service
from labelling.waiting import state_of
from programme.models import Product, SafetyRecord, Service
from programme.viewsets import RecordView, RecordViewSet


class ProductViewSet(RecordViewSet):
    model = Product
    name = "products"
    icon = "tag"
    menu_label = "Product"
    menu_order = 320
    add_to_admin_menu = True
    can_edit = True
    edit_view_class, inspect_view_class = ProposeView, ProposedRecordView
    inspect_template_name = ProposedRecordView.template_name
    list_display = ["brand_name", "generic_name", "programme"]
    inspect_view_fields = ["programme", *PRODUCT_FIELDS]

    def get_form_class(self, for_update: bool = False) -> type[ProductForm]:
        return ProductForm


class SafetyRecordViewSet(RecordViewSet):
    model = SafetyRecord
    name = "safety_records"
    icon = "warning"
    menu_label = "Safety records"
    menu_order = 330
    add_to_admin_menu = True
    can_edit = True
    edit_view_class, inspect_view_class = ProposeView, ProposedRecordView
    inspect_template_name = ProposedRecordView.template_name
    list_display = ["title", "kind", "territory", "is_placeholder", "programme"]
    list_filter = ["is_placeholder"]
    inspect_view_fields = ["programme", "kind", "territory", *SAFETY_FIELDS, "is_placeholder"]

    def get_form_class(self, for_update: bool = False) -> type[SafetyRecordForm]:
        return SafetyRecordForm


class AddServiceView(ProposeNewView):
    """The form of a new service."""

    refusals = (KeyTaken, RecordMoved)

    def save(self, instance: Service, *, by: Any, now: datetime) -> Service:
        add_service(service=instance, by=by, now=now)
        return instance


class ServiceViewSet(RecordViewSet):
    model = Service
    name = "services"
    icon = "view"
    menu_label = "Services"
    menu_order = 335
    add_to_admin_menu = True
    can_add = can_edit = True
    index_view_class, add_view_class = ProposedRecords, AddServiceView
    edit_view_class, inspect_view_class = ProposeView, ProposedRecordView
    inspect_template_name = ProposedRecordView.template_name
    list_display = ["label", "key", "available", "programme"]
    inspect_view_fields = ["programme", "key", *SERVICE_FIELDS]

    def get_form_class(self, for_update: bool = False) -> type[ServiceForm] | type[NewServiceForm]:
        return ServiceForm if for_update else NewServiceForm


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """One field of a record: what holds now, and what is proposed."""

    label: str
    now: str
    proposed: str
    changes: bool


class RecordChangeView(RecordView):
    """A proposal beside the record as it is."""

    template_name = "labelling/change.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["state"] = state_of(self.object)
        context["changed_values"] = changed_values(self.object)
        return context


def changed_values(change: RecordChange) -> list[ChangedValue]:
    """Return every field of a change's record with both its values in words."""
    target = change.target
    current = {} if change.is_addition else values_of(target)
    return [
        ChangedValue(
            label=name.replace("_", " ").capitalize(),
            now="Not there yet" if change.is_addition else in_words(current[name], target, name),
            proposed=in_words(proposed, target, name),
            changes=change.is_addition or current[name] != proposed,
        )
        for name, proposed in change.values.items()
    ]


def in_words(value: Any, record: Any, name: str) -> str:
    """Write the value of a record's field as people read it."""
    field = record._meta.get_field(name)
    if field.is_relation and value is not None:
        return str(field.related_model._default_manager.filter(pk=value).first() or value)
    value = dict(field.flatchoices).get(value, value) if field.choices else value
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "Not set" if value in (None, "") else str(value)


class RecordChangeViewSet(RecordViewSet):
    model = RecordChange
    name = "record_changes"
    icon = "history"
    menu_label = "Changes of records"
    inspect_view_class = RecordChangeView
    list_display = ["__str__", "programme", "proposed_at", "applied_at"]
    inspect_view_fields = ["programme", "proposed_at", "applied_at"]
    inspect_template_name = RecordChangeView.template_name
