"""Change the directory: destinations are approved by a second person before anything goes there."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.formats import date_format

from approvals.models import Approval
from approvals.services import Actor, decide, request_approval
from audit.trail import audited, record
from directory.destinations import place_in_words
from directory.models import PATIENT_ROLES, Destination, OrganisationSite, Partner
from rows import rows_where
from vault.blind_index import blind_index

SUBJECT = "directory.destination"


def destination_for(*, partner: Partner, on: date) -> Destination | None:
    """Return the approved destination in force for a partner on a day: the one that began last."""
    return destinations_for(partners=(partner,), on=on).get(partner.pk)


def destinations_for(*, partners: Iterable[Partner], on: date) -> dict[UUID, Destination]:
    """Return by partner's id what `destination_for` returns for each, where there is one; one query each."""
    in_force = {
        partner.pk: [one for one in rows_where(Destination, "partner", partner.pk) if one.in_force_on(on)]
        for partner in partners
    }
    return {
        partner: max(found, key=lambda one: (one.effective_from, one.approved_at))
        for partner, found in in_force.items()
        if found
    }


def partners_on(*, programme_id: UUID, on: date) -> tuple[Partner, ...]:
    """Return the partners of a programme that take registrations on a day, by role and name; one query.

    A sponsor and a desk take none, whenever they take part.
    """
    return _taking_part(programme_id, PATIENT_ROLES, on)


def desks_on(*, programme_id: UUID, on: date) -> tuple[Partner, ...]:
    """Return the desks of a programme that take general forms on a day, by name; one query."""
    return _taking_part(programme_id, (Partner.Role.DESK,), on)


def _taking_part(programme_id: UUID, roles: Collection[str], on: date) -> tuple[Partner, ...]:
    partners = rows_where(Partner, "programme", programme_id)
    return tuple(
        sorted(
            (partner for partner in partners if partner.role in roles and partner.available_on(on)),
            key=lambda partner: (partner.role, partner.name),
        )
    )


def open_sites_of(organisation_id: UUID) -> tuple[OrganisationSite, ...]:
    """Return the open sites of an organisation by name; one query."""
    sites = rows_where(OrganisationSite, "organisation", organisation_id)
    return tuple(sorted((site for site in sites if site.is_open), key=lambda site: site.name))


def digest_of(destination: Destination) -> str:
    """Return the SHA-256 of all that decides where documents go and how they are protected."""
    frozen = {
        "partner": str(destination.partner_id),
        "transport": destination.transport,
        "address": destination.address,
        "options": destination.options,
        "accredited_secure_mail": destination.accredited_secure_mail,
        # Kept in the approval and the audit trail: keyed, so that nobody can guess passphrases against it.
        "passphrase": blind_index(destination.passphrase, purpose="destination-passphrase"),
        "effective_from": destination.effective_from.isoformat(),
        "effective_until": destination.effective_until and destination.effective_until.isoformat(),
    }
    return hashlib.sha256(json.dumps(frozen, sort_keys=True).encode()).hexdigest()


def propose_destination(*, destination: Destination, by: Actor, now: datetime) -> Approval:
    """Save a new destination and ask a second person to approve it; until then nothing goes there."""
    with audited(at=now):
        # From its first destination on, a partner's role stays: see records.save_partner.
        Partner.objects.select_for_update().get(pk=destination.partner_id)
        destination.approved_at = None
        destination.save()
        record(
            "destination.proposed",
            actor=by.pk,
            subject=destination,
            programme=destination.partner.programme_id,
            detail={"partner": destination.partner.code, "transport": destination.transport},
        )
        return request_approval(
            programme=destination.partner.programme,
            subject_type=SUBJECT,
            subject_id=destination.pk,
            subject_sha256=digest_of(destination),
            summary=(
                f"Destination of {destination.partner}: {place_in_words(destination)} "
                f"from {date_format(destination.effective_from)}"
            ),
            author_id=by.pk,
            now=now,
        )


class DestinationChanged(Exception):
    """The destination is not what was proposed: propose it again."""


def approve_destination(*, approval: Approval, by: Actor, now: datetime) -> Destination:
    """Put a proposed destination in force; raise ApproverIsAuthor, AlreadyDecided or DestinationChanged."""
    with audited(at=now):
        destination = Destination.objects.select_for_update().get(pk=approval.subject_id)
        if digest_of(destination) != approval.subject_sha256:
            raise DestinationChanged("The destination was changed after it was proposed.")
        decide(approval=approval, approve=True, by=by, now=now)
        destination.approved_at = now
        destination.save(update_fields=["approved_at"])
    return destination
