"""Pages of the admin about deliveries: list, one delivery, and what may be done to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import django_filters
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.generic import TemplateView
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import IndexView, PermissionCheckedMixin, WagtailAdminTemplateMixin
from wagtail.permission_policies import ModelPermissionPolicy

from directory.models import Destination, Partner
from forms.routing.admin.actions import ACTIONS, Action, actions_for
from forms.routing.destinations import destination_from_json
from forms.routing.legs import state_label
from forms.routing.models import Delivery
from forms.routing.overview import (
    TO_DESTROY,
    delivery_metadata,
    keeps_failing,
    overdue,
    waits_for_destruction,
)
from forms.routing.services import NotPossible

DELIVERIES = ModelPermissionPolicy(Delivery)
GOOD = {Delivery.State.SENT, Delivery.State.ACKNOWLEDGED}


class DeliveryFilter(WagtailFilterSet):
    """Narrow the list by state, partner, kind of error, or what is overdue or keeps failing."""

    state = django_filters.ChoiceFilter(choices=Delivery.State.choices)
    partner = django_filters.ModelChoiceFilter(queryset=Partner.objects.all())
    error_kind = django_filters.ChoiceFilter(choices=Delivery.ErrorKind.choices, label="Kind of error")
    overdue = django_filters.BooleanFilter(method="filter_overdue", label="Overdue")
    keeps_failing = django_filters.BooleanFilter(method="filter_keeps_failing", label="Keeps failing")
    to_destroy = django_filters.BooleanFilter(
        method="filter_to_destroy", label="Destruction still to be confirmed"
    )

    class Meta:
        model = Delivery
        fields = ["state", "partner", "error_kind"]

    def filter_overdue(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(overdue(timezone.now())) if value else rows

    def filter_keeps_failing(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(keeps_failing()) if value else rows

    def filter_to_destroy(self, rows: Any, name: str, value: bool) -> Any:
        return rows.filter(TO_DESTROY) if value else rows


class DeliveryList(IndexView):
    """Every leg with its state; metadata only."""

    model = Delivery
    permission_policy = DELIVERIES
    any_permission_required = ["view"]
    filterset_class = DeliveryFilter
    default_ordering = "-created_at"
    is_searchable = True
    search_fields = ["reference"]
    search_backend_name = None
    columns = [
        TitleColumn("reference", label="Reference", url_name="deliveries:detail", width="18%"),
        Column("partner", label="Partner"),
        StatusTagColumn(
            "state",
            label="State",
            accessor=state_label,
            primary=lambda leg: leg.state in GOOD,
            sort_key="state",
        ),
        Column("attempts", label="Attempts"),
        Column("error", label="Last error", accessor=lambda leg: leg.error or leg.held_reason),
        DateColumn("created_at", label="Created", sort_key="created_at"),
        DateColumn("sent_at", label="Sent", sort_key="sent_at"),
        DateColumn(
            "next_attempt_at",
            label="Next try",
            accessor=lambda leg: leg.next_attempt_at if leg.state == Delivery.State.RETRYING else None,
        ),
    ]

    def get_base_queryset(self) -> Any:
        return delivery_metadata()


class _OneDelivery(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    permission_policy = DELIVERIES
    header_icon = "mail"

    @cached_property
    def delivery(self) -> Delivery:
        return get_object_or_404(
            delivery_metadata().select_related("replaces"),
            pk=self.kwargs["pk"],
        )

    @property
    def detail_url(self) -> str:
        return reverse("deliveries:detail", args=[self.delivery.pk])


class DeliveryDetail(_OneDelivery):
    """One leg: where it goes, its tries, what the gate said, and what may be done."""

    any_permission_required = ["view"]
    template_name = "routing/admin/delivery.html"

    def get_page_title(self) -> str:
        return f"{self.delivery.reference} to {self.delivery.partner}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("deliveries:index"), "label": "Deliveries"},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        delivery = self.delivery
        operate = DELIVERIES.user_has_permission(self.request.user, "operate")
        return {
            **super().get_context_data(**kwargs),
            "delivery": delivery,
            "facts": _facts(delivery),
            "tries": list(delivery.tries.all()),
            "decisions": [
                {**one, "at": datetime.fromisoformat(one["at"])} for one in delivery.gate_decisions
            ],
            "replaces": delivery.replaces,
            "replaced_by": getattr(delivery, "replaced_by", None),
            "actions": actions_for(delivery) if operate else [],
        }


class OperateDelivery(_OneDelivery):
    """Ask for confirmation (GET), then call the action's service (POST)."""

    permission_required = "operate"
    template_name = "routing/admin/operate.html"
    http_method_names = ["get", "post"]

    @cached_property
    def action(self) -> Action:
        try:
            return ACTIONS[self.kwargs["action"]]
        except KeyError:
            raise Http404 from None

    def get_page_title(self) -> str:
        return f"{self.action.label}: {self.delivery.reference} to {self.delivery.partner}"

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("deliveries:index"), "label": "Deliveries"},
            {"url": self.detail_url, "label": f"{self.delivery.reference} to {self.delivery.partner}"},
            {"url": "", "label": self.action.label},
        ]

    def post(self, request: HttpRequest, pk: UUID, action: str) -> HttpResponse:
        form = self.action.make_form(self.delivery, request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        try:
            changed = self.action.run(self.delivery, request.user, timezone.now(), form.cleaned_data)  # type: ignore[arg-type]
        except NotPossible as error:
            messages.error(request, str(error))
            return redirect(self.detail_url)
        messages.success(request, self.action.done)
        return redirect("deliveries:detail", changed.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", self.action.make_form(self.delivery, None))
        return {
            **super().get_context_data(**kwargs),
            "action": self.action,
            "delivery": self.delivery,
            "detail_url": self.detail_url,
        }


def _destruction(delivery: Delivery) -> Any:
    waits = "Not confirmed yet. Ask the partner, then note here that it is confirmed."
    return waits if waits_for_destruction(delivery) else delivery.destruction_confirmed_at


def _facts(delivery: Delivery) -> list[tuple[str, Any]]:
    """Return what is known about a leg as label and value; times stay times for the template."""
    address = destination_from_json(delivery.destination).address if delivery.transport else ""
    facts: list[tuple[str, Any]] = [
        ("State", state_label(delivery)),
        ("Reason", delivery.held_reason or delivery.closed_reason),
        ("Last error", delivery.error),
        ("Kind of error", delivery.get_error_kind_display()),
        ("Organisation", delivery.organisation.name if delivery.organisation else "A visitor"),
        ("Partner", f"{delivery.partner} ({delivery.partner.get_role_display()})"),
        ("Sent by", Destination.Transport(delivery.transport).label if delivery.transport else ""),
        ("Address", address),
        ("Attempts", f"{delivery.attempts} of at most {delivery.attempt_limit}"),
        ("Created", delivery.created_at),
        ("Next try", delivery.next_attempt_at if delivery.state == Delivery.State.RETRYING else None),
        ("Sent", delivery.sent_at),
        ("First copy destroyed", _destruction(delivery)),
        ("Id at the provider", delivery.provider_id),
        ("SHA-256 of what is sent", delivery.payload_sha256),
    ]
    return [(label, value) for label, value in facts if value]
