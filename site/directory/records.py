"""Save organisations and partners from the admin; every change is audited with the fields it touched."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from approvals.services import Actor
from audit.trail import audited, record
from directory.models import Organisation, OrganisationSite, Partner

# Which documents a partner may receive is decided by these; its destinations were approved with them.
FIXED_WITH_A_DESTINATION = ("programme_id", "role", "code")
# Members and submissions hang on these from the first day.
FIXED_ONCE_SAVED = ("programme_id", "ods_code")


class FixedDetail(Exception):
    """A detail that others rely on would change; the message says which and what to do."""


def save_organisation(*, organisation: Organisation, by: Actor, now: datetime) -> Organisation:
    """Save an organisation's changed details; raise FixedDetail for another programme or code."""
    with audited(at=now):
        changed = _changed(organisation)
        stored = Organisation.objects.filter(pk=organisation.pk)
        if stored.exists() and not set(changed).isdisjoint(FIXED_ONCE_SAVED):
            raise FixedDetail("The programme and the ODS code of an organisation stay: add another one.")
        organisation.save()
        record(
            "organisation.saved",
            actor=by.pk,
            subject=organisation,
            programme=organisation.programme_id,
            organisation=organisation.pk,
            detail={"changed": changed},
        )
    return organisation


def save_site(*, site: OrganisationSite, by: Actor, now: datetime) -> OrganisationSite:
    """Save a hospital or clinic of an organisation."""
    with audited(at=now):
        changed = _changed(site)
        site.save()
        record(
            "site.saved",
            actor=by.pk,
            subject=site,
            programme=site.organisation.programme_id,
            organisation=site.organisation_id,
            detail={"changed": changed},
        )
    return site


def save_partner(*, partner: Partner, by: Actor, now: datetime) -> Partner:
    """Save a partner's name, role and dates; raise FixedDetail once it has a destination.

    A second person approved where the documents of this role go. Another role would send other documents
    there without anybody's approval.
    """
    with audited(at=now):
        # Held until the end, as by whoever proposes a destination: the two cannot pass each other.
        Partner.objects.select_for_update().filter(pk=partner.pk).first()
        changed = _changed(partner)
        if not set(changed).isdisjoint(FIXED_WITH_A_DESTINATION) and partner.destinations.exists():
            raise FixedDetail(
                "The programme, role and code of a partner with a destination stay as they were approved. "
                "Add another partner instead."
            )
        partner.save()
        record(
            "partner.saved",
            actor=by.pk,
            subject=partner,
            programme=partner.programme_id,
            detail={"changed": changed},
        )
    return partner


def _changed(row: models.Model) -> list[str]:
    """Name the columns in which a row differs from what is stored; all of them for a new one."""
    columns = [field.attname for field in row._meta.concrete_fields]
    stored = type(row)._default_manager.filter(pk=row.pk).values(*columns).first() or {}
    return [column for column in columns if column not in stored or stored[column] != getattr(row, column)]
