"""What a person may choose from on a step: their organisation, its sites, the partners allowed to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings

from accounts.permissions import Person
from directory.models import Organisation, OrganisationSite, Partner
from directory.services import partners_on
from forms.definitions.context import Choice, FormContext
from forms.definitions.spec import FieldSpec
from forms.routing.gate import gate
from programme.models import Programme, SafetyRecord


def context_for(
    *,
    person: Person,
    organisation: Organisation,
    fields: Iterable[FieldSpec],
    today: date,
    safety_notice: str,
) -> FormContext:
    """Return what surrounds these fields; what none of them needs is not fetched.

    Only the draft's own organisation is on offer: what the gate allows is asked for that one, so an
    answer naming another could pass where it must not.
    """
    asked = tuple(fields)
    types = {field.type for field in asked}
    about_partners = "partner" in types or any(option.partner_role for one in asked for option in one.options)
    member = organisation.is_open and organisation.pk in person.organisation_ids
    return FormContext(
        today=today,
        organisations=(Choice(str(organisation.pk), str(organisation)),) if member else (),
        sites=_sites(organisation) if member and "site" in types else (),
        partners=_partners(organisation, today) if member and about_partners else (),
        synthetic_patients_only=settings.SYNTHETIC_PATIENTS_ONLY,
        safety_notice=safety_notice,
    )


def allowed_partners(organisation: Organisation, on: date) -> tuple[Partner, ...]:
    """Return the partners that take registrations from this organisation on a day."""
    partners = tuple(partners_on(programme_id=organisation.programme_id, on=on))
    return gate().allowed_partners(organisation=organisation, partners=partners, on=on)


def safety_notice_of(programme: Programme) -> str:
    """Return the text beside free-text fields from the programme's safety records, best fetched before."""
    kind = SafetyRecord.Kind.ADVERSE_EVENT_NOTICE
    return next((record.body for record in programme.safety_records.all() if record.kind == kind), "")


def _sites(organisation: Organisation) -> tuple[Choice, ...]:
    sites = OrganisationSite.objects.filter(organisation=organisation, is_open=True)
    return tuple(Choice(str(site.pk), str(site), group=str(organisation.pk)) for site in sites)


def _partners(organisation: Organisation, today: date) -> tuple[Choice, ...]:
    return tuple(
        Choice(str(partner.pk), partner.name, group=partner.role)
        for partner in allowed_partners(organisation, today)
    )
