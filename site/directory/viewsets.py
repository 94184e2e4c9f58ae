"""Organisations and partners in the admin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from approvals.models import Approval
from directory.destinations import options_in_words
from directory.forms import DestinationForm, OrganisationForm, PartnerForm, SiteForm
from directory.listing_views import propose_listing
from directory.models import Destination, Organisation, OrganisationSite, Partner
from directory.records import FixedDetail, save_organisation, save_partner, save_site
from directory.services import SUBJECT, destination_for, propose_destination
from programme.viewsets import RecordView, RecordViewSet, ServiceCreateView, ServiceEditView


@dataclass(frozen=True, slots=True)
class DestinationRow:
    """A destination as the partner's page shows it: never its passphrase."""

    destination: Destination
    state: str
    options: str
    protection: str
    approval_url: str


class PartnerAddView(ServiceCreateView):
    def save(self, instance: Partner, *, by: Any, now: datetime) -> Partner:
        return save_partner(partner=instance, by=by, now=now)


class PartnerEditView(ServiceEditView):
    refusals = (FixedDetail,)

    def save(self, instance: Partner, *, by: Any, now: datetime) -> Partner:
        return save_partner(partner=instance, by=by, now=now)


class PartnerView(RecordView):
    """A partner, and where its documents go, went and may go next."""

    template_name = "directory/partner.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["destinations"] = destination_rows(self.object, on=timezone.localdate())
        context["propose_url"] = reverse("partners:propose", args=[self.object.pk])
        context["listing_url"] = reverse("partners:listing", args=[self.object.pk])
        context["may_list"] = self.request.user.has_perm("directory.change_partner")
        context["may_propose"] = self.request.user.has_perm("directory.add_destination")
        return context


def destination_rows(partner: Partner, *, on: date) -> list[DestinationRow]:
    """Return a partner's destinations, latest first, each with its state in words."""
    in_force = destination_for(partner=partner, on=on)
    rows = list(partner.destinations.all())
    approvals = {
        approval.subject_id: approval
        for approval in Approval.objects.filter(
            subject_type=SUBJECT,
            subject_id__in=[str(row.pk) for row in rows],
        ).order_by("requested_at")
    }
    return [_row(row, in_force, approvals.get(str(row.pk)), on) for row in rows]


def _row(
    row: Destination, in_force: Destination | None, approval: Approval | None, on: date
) -> DestinationRow:
    return DestinationRow(
        destination=row,
        state=_state(row, in_force, approval, on),
        options=options_in_words(row),
        protection="Accredited secure mail" if row.accredited_secure_mail else "Passphrase set",
        approval_url=_approval_url(approval),
    )


def _state(row: Destination, in_force: Destination | None, approval: Approval | None, on: date) -> str:
    if row == in_force:
        return "In force"
    if row.approved_at is None:
        sent_back = approval is not None and approval.state == Approval.State.REJECTED
        return "Sent back" if sent_back else "Waiting for approval"
    return "Approved, not yet in force" if row.effective_from > on else "Ended"


def _approval_url(approval: Approval | None) -> str:
    if approval is None or approval.state != Approval.State.REQUESTED:
        return ""
    return reverse("approvals:inspect", args=[approval.pk])


@sensitive_post_parameters("passphrase", "passphrase_again")
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: object) -> HttpResponse:
    """Enter a partner's new destination, which a second person then approves."""
    partner = get_object_or_404(Partner, pk=pk)
    if not request.user.has_perm("directory.add_destination"):
        raise PermissionDenied
    form = DestinationForm(
        request.POST or None, instance=Destination(partner=partner), today=timezone.localdate()
    )
    if form.is_valid():
        propose_destination(destination=form.save(), by=request.user, now=timezone.now())
        messages.success(request, "Proposed. Nothing goes there until somebody else approves it.")
        return redirect("partners:inspect", pk)
    context = {
        "form": form,
        "heading": f"New destination of {partner}",
        "back": reverse("partners:inspect", args=[pk]),
    }
    return render(request, "directory/propose.html", context, status=422 if form.is_bound else 200)


class PartnerViewSet(RecordViewSet):
    model = Partner
    name = "partners"
    icon = "group"
    menu_label = "Partners"
    menu_order = 310
    add_to_admin_menu = True
    can_add = can_edit = True
    add_view_class, edit_view_class, inspect_view_class = PartnerAddView, PartnerEditView, PartnerView
    list_display = ["name", "role", "available_from", "available_until"]
    list_filter = ["role"]
    search_fields = ["name", "code"]
    inspect_view_fields = [
        "programme", "role", "name", "code", "company_number", "registered_office", "available_from",
        "available_until", "service", "public_name", "listed",
    ]  # fmt: skip
    inspect_template_name = PartnerView.template_name

    def get_form_class(self, for_update: bool = False) -> type[PartnerForm]:
        return PartnerForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<uuid:pk>/destination/", propose, name="propose"),
            path("<uuid:pk>/listing/", propose_listing, name="listing"),
        ]


class OrganisationEditView(ServiceEditView):
    refusals = (FixedDetail,)

    def save(self, instance: Organisation, *, by: Any, now: datetime) -> Organisation:
        return save_organisation(organisation=instance, by=by, now=now)


class OrganisationView(RecordView):
    """An organisation with its hospitals and clinics."""

    template_name = "directory/organisation.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["sites"] = list(self.object.sites.all())
        context["may_edit"] = self.request.user.has_perm("directory.change_organisation")
        return context


@require_http_methods(["GET", "POST"])
def edit_site(request: HttpRequest, pk: object, site_pk: object) -> HttpResponse:
    """Correct a hospital or clinic."""
    site = get_object_or_404(OrganisationSite, pk=site_pk, organisation_id=pk)
    if not request.user.has_perm("directory.change_organisation"):
        raise PermissionDenied
    form = SiteForm(request.POST or None, instance=site)
    if form.is_valid():
        save_site(site=form.save(commit=False), by=request.user, now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("organisations:inspect", pk)
    context = {"form": form, "heading": str(site), "back": reverse("organisations:inspect", args=[pk])}
    return render(request, "directory/site.html", context, status=422 if form.is_bound else 200)


class OrganisationViewSet(RecordViewSet):
    model = Organisation
    name = "organisations"
    icon = "home"
    menu_label = "Organisations"
    menu_order = 300
    add_to_admin_menu = True
    can_edit = True
    edit_view_class, inspect_view_class = OrganisationEditView, OrganisationView
    list_display = ["name", "ods_code", "status", "programme"]
    list_filter = ["status"]
    search_fields = ["name", "ods_code"]
    inspect_view_fields = [
        "programme", "ods_code", "name", "address", "postcode", "status", "closed_on", "successor", "fictitious",
    ]  # fmt: skip
    inspect_template_name = OrganisationView.template_name

    def get_form_class(self, for_update: bool = False) -> type[OrganisationForm]:
        return OrganisationForm

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            *super().get_urlpatterns(),
            path("<uuid:pk>/sites/<uuid:site_pk>/", edit_site, name="site"),
        ]
