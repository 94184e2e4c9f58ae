"""What a person may choose from on a step: their organisation, its sites, the partners allowed to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.conf import settings

from accounts.permissions import Person
from directory.models import Organisation, Partner
from directory.services import desks_on, open_sites_of, partners_on
from forms.definitions.context import Choice, FormContext
from forms.definitions.spec import FieldSpec, FormSpec
from forms.routing.gate import gate
from forms.submissions.models import Draft
from rows import row_of


@dataclass(frozen=True, slots=True)
class Offer:
    """The partners that take registrations on a day, those of them that an organisation may choose, and desks."""

    partners: tuple[Partner, ...]
    allowed: tuple[Partner, ...]
    desks: tuple[Partner, ...] = ()


def context_for(
    *,
    person: Person,
    organisation: Organisation,
    fields: Iterable[FieldSpec],
    today: date,
    offer: Offer | None = None,
) -> FormContext:
    """Return what surrounds these fields; what none of them needs, or was fetched before, is not fetched.

    Only the draft's own organisation is on offer: what the gate allows is asked for that one, so an
    answer naming another could pass where it must not.
    """
    asked = tuple(fields)
    types = {field.type for field in asked}
    member = organisation.is_open and organisation.pk in person.organisation_ids
    return FormContext(
        today=today,
        organisations=(Choice(str(organisation.pk), str(organisation)),) if member else (),
        sites=_sites(organisation) if member and "site" in types else (),
        partners=_partners(offer or offer_for(organisation, today))
        if member and asks_for_partners(asked)
        else (),
        synthetic_patients_only=settings.SYNTHETIC_PATIENTS_ONLY,
    )


def context_without_directory(*, today: date) -> FormContext:
    """Return what surrounds fields none of which asks for an organisation, a site or a partner."""
    return FormContext(today=today, synthetic_patients_only=settings.SYNTHETIC_PATIENTS_ONLY)


def asks_the_directory(fields: Collection[FieldSpec]) -> bool:
    """Say whether any of the fields offers what is kept in the directory."""
    return any(field.type in ("organisation", "site") for field in fields) or asks_for_partners(fields)


def asks_for_partners(fields: Collection[FieldSpec]) -> bool:
    """Say whether any of the fields, or an option of one, depends on who takes registrations."""
    return any(
        field.type == "partner" or any(option.partner_role for option in field.options) for field in fields
    )


def offer_for(organisation: Organisation, on: date) -> Offer:
    """Return who takes registrations on a day, and from this organisation."""
    partners = partners_on(programme_id=organisation.programme_id, on=on)
    allowed = gate().allowed_partners(organisation=organisation, partners=partners, on=on)
    return Offer(partners=partners, allowed=allowed)


def offer_to(spec: FormSpec, organisation: Organisation, on: date) -> Offer:
    """Return what `offer_for` does where a form sends or asks for partners; for any other, ask nobody."""
    desks = desks_for(spec, organisation.programme_id, on)
    to_services = any(not route.partner_code for route in spec.routes)
    if to_services or asks_for_partners(tuple(spec.fields())):
        return replace(offer_for(organisation, on), desks=desks)
    return Offer(partners=(), allowed=(), desks=desks)


def offer_in(draft: Draft, spec: FormSpec, on: date) -> Offer:
    """Return what a draft may be sent to on a day: what a visitor sends goes to desks only."""
    organisation = with_organisation(draft).organisation
    if organisation is None:
        return Offer(partners=(), allowed=(), desks=desks_for(spec, draft.programme_id, on))
    return offer_to(spec, organisation, on)


def desks_for(spec: FormSpec, programme_id: UUID, on: date) -> tuple[Partner, ...]:
    """Return the desks that take forms on a day; where no route leads to one, ask nobody."""
    if any(route.partner_code for route in spec.routes):
        return desks_on(programme_id=programme_id, on=on)
    return ()


def with_organisation(draft: Draft) -> Draft:
    """Return the same draft with its organisation read, if it was not; a visitor's has none."""
    if draft.organisation_id is None:
        return draft
    if not Draft._meta.get_field("organisation").is_cached(draft):
        found = row_of(Organisation, draft.organisation_id)
        if found is not None:
            draft.organisation = found
    return draft


def _sites(organisation: Organisation) -> tuple[Choice, ...]:
    sites = open_sites_of(organisation.pk)
    return tuple(Choice(str(site.pk), str(site), group=str(organisation.pk)) for site in sites)


def _partners(offer: Offer) -> tuple[Choice, ...]:
    return tuple(Choice(str(partner.pk), partner.name, group=partner.role) for partner in offer.allowed)
