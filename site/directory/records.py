"""Save organisations and partners from the admin; every change is audited with the fields it touched."""

from __future__ import annotations

from datetime import datetime

from django.db import models

from approvals.services import Actor
from audit.trail import audited, record
from directory.models import Organisation, OrganisationSite, Partner


def save_organisation(*, organisation: Organisation, by: Actor, now: datetime) -> Organisation:
    """Save an organisation's changed details."""
    with audited(at=now):
        changed = _changed(organisation)
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
    """Save a partner's name, role and dates. Where its documents go is a destination's to say."""
    with audited(at=now):
        changed = _changed(partner)
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
