"""Load what only a demo has, and let its separate people approve it through the services that all use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group

from accounts.models import User
from content.certification.models import Signatory
from content.certification.services.signatories import add_signatory
from content.loading.people import load_demo_people
from content.loading.programme import LOADER
from content.loading.report import Report
from directory.loading import load_organisations
from directory.models import Destination, Organisation, Partner
from directory.organisation_csv import OrganisationRow, Row, SiteRow
from directory.services import approve_destination, propose_destination
from forms.definitions.models import Form
from forms.definitions.services import AwaitsSecondApproval, approve_second, publish
from programme.models import Programme


def load_demo(
    data: dict[str, Any],
    *,
    programme: Programme,
    groups: Mapping[str, Group],
    now: datetime,
    report: Report,
) -> None:
    """Create the fictitious hospitals, the demo's people and its partners' destinations that are missing."""
    load_demo_organisations(data["organisations"], programme=programme, now=now, report=report)
    load_demo_people(data["people"], programme=programme, groups=groups, now=now, report=report)
    load_demo_destinations(data, programme=programme, now=now, report=report)


def load_demo_organisations(
    organisations: Iterable[dict[str, Any]], *, programme: Programme, now: datetime, report: Report
) -> None:
    """Create the fictitious organisations that are missing, with their sites, through the CSV loader's service."""
    known = set(Organisation.objects.filter(programme=programme).values_list("ods_code", flat=True))
    for one in organisations:
        report.note(f"demo organisation {one['name']}", created=one["ods_code"] not in known)
    missing = [one for one in organisations if one["ods_code"] not in known]
    rows: list[Row] = [_organisation_row(one) for one in missing]
    rows += [_site_row(site, one["ods_code"]) for one in missing for site in one["sites"]]
    load_organisations(programme=programme, rows=rows, by=LOADER, now=now, fictitious=True)


def load_demo_destinations(
    data: dict[str, Any], *, programme: Programme, now: datetime, report: Report
) -> None:
    """Have one demo person propose, and another approve, a folder on this machine for each partner."""
    proposer = User.objects.get(email=data["destination_proposed_by"])
    approver = User.objects.get(email=data["destination_approved_by"])
    for values in data["destinations"]:
        partner = Partner.objects.get(programme=programme, code=values["partner"])
        missing = not partner.destinations.exists()
        if missing:
            destination = Destination(
                partner=partner,
                transport=Destination.Transport.FILE,
                address=partner.code,
                effective_from=date.fromisoformat(data["destination_from"]),
            )
            destination.passphrase = values["passphrase"]
            approval = propose_destination(destination=destination, by=proposer, now=now)
            approve_destination(approval=approval, by=approver, now=now)
        report.note(f"demo destination of {partner.name}", created=missing)


def publish_demo_form(form: Form, *, data: dict[str, Any], now: datetime, report: Report) -> None:
    """Have two demo people other than the author approve and publish the form, if it never was."""
    missing = not form.versions.exists()
    if missing:
        approver = User.objects.get(email=data["form_published_by"])
        second = User.objects.get(email=data["form_critical_changes_approved_by"])
        try:
            publish(form=form, revision=form.latest_revision, by=approver, now=now)
        except AwaitsSecondApproval as waiting:
            approval = waiting.publication.second_approval
            if approval is not None:
                approve_second(approval=approval, by=second, now=now)
    report.note(f"published form {form.title}", created=missing)


def load_signatory(data: Mapping[str, Any], *, programme: Programme, now: datetime, report: Report) -> User:
    """Register the demo person who certifies material, if nobody has; their number is fictitious."""
    values = data["material_certified_by"]
    user = User.objects.get(email=values["email"])
    missing = not Signatory.objects.filter(programme=programme, user=user).exists()
    if missing:
        add_signatory(
            programme=programme,
            user=user,
            body=values["body"],
            registration_number=values["registration_number"],
            by=LOADER,
            now=now,
        )
    report.note(f"demo signatory {user.name}", created=missing)
    return user


def _organisation_row(values: dict[str, Any]) -> OrganisationRow:
    closed = values.get("closed_on")
    return OrganisationRow(
        line=0,
        ods_code=values["ods_code"],
        name=values["name"],
        address=values["address"],
        postcode=values["postcode"],
        closed_on=date.fromisoformat(closed) if closed else None,
        successor_code=values.get("successor_code", ""),
    )


def _site_row(values: dict[str, Any], organisation_code: str) -> SiteRow:
    return SiteRow(
        line=0,
        ods_code=values["ods_code"],
        name=values["name"],
        organisation_code=organisation_code,
        postcode=values["postcode"],
        is_open=values.get("is_open", True),
    )
