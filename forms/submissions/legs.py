"""Find out who receives what: the routes of a form, applied to its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from directory.models import Destination, Organisation, Partner
from directory.services import destinations_for
from forms.definitions.conditions import applies
from forms.definitions.kinds import kind_of
from forms.definitions.path import AppliedForm
from forms.definitions.spec import AudienceSpec, FormSpec, RouteSpec
from forms.routing.gate import GateDecision, gate
from forms.submissions.refusals import LegRefused
from forms.submissions.surroundings import Offer

# The audience of the sender's own copy, which nobody sends anywhere.
TEAM = "team"


class NoDestination(Exception):
    """A document would have nowhere to go; the message says whose and what to do."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who will receive the document of an audience: known before anything is sent."""

    audience: AudienceSpec
    partner: Partner


@dataclass(frozen=True, slots=True)
class ReadyLeg:
    """A recipient with an address in force and the gate's word that it may be used."""

    recipient: Recipient
    destination: Destination
    decision: GateDecision


def recipients_of(spec: FormSpec, applied: AppliedForm, offer: Offer) -> tuple[Recipient, ...]:
    """Return who receives what by the routes that apply; raise NoDestination when a route leads nowhere."""
    routes = [route for route in spec.routes if applies(route.show_when, applied.facts)]
    if spec.routes and not routes:
        raise NoDestination("No service was chosen, so nobody would receive this. Choose at least one.")
    if not routes:
        return ()
    labels = {audience.key: audience for audience in spec.audiences}
    found = {}
    for route in routes:
        partner = _partner_of(route, applied, offer)
        found[route.audience, partner.pk] = Recipient(labels[route.audience], partner)
    return tuple(found.values())


def ready_legs(
    recipients: tuple[Recipient, ...],
    *,
    organisation: Organisation | None,
    on: date,
    holds_patients: bool = True,
) -> tuple[ReadyLeg, ...]:
    """Return the legs that may be sent today; raise LegRefused or NoDestination at the first that may not."""
    legs = []
    together = _roles_of(recipients)
    destinations = destinations_for(partners=[recipient.partner for recipient in recipients], on=on)
    for recipient in recipients:
        decision = _allowed(recipient.partner, organisation, on, together, holds_patients)
        destination = destinations.get(recipient.partner.pk)
        if destination is None:
            raise NoDestination(
                f"{recipient.partner} has no approved address to send to at the moment. "
                "Ask your programme contact; your answers are kept."
            )
        legs.append(ReadyLeg(recipient, destination, decision))
    return tuple(legs)


def require_gate(
    spec: FormSpec, applied: AppliedForm, offer: Offer, *, organisation: Organisation | None, on: date
) -> None:
    """Raise LegRefused for the first recipient that the gate no longer allows.

    To be asked before the answers are checked: those would only say that the choice is not on offer.
    Recipients that nobody can find are left to `recipients_of`; no query while all are allowed.
    """
    try:
        recipients = recipients_of(spec, applied, offer)
    except NoDestination:
        return
    for recipient in recipients:
        if recipient.partner not in offer.allowed:
            holds_patients = kind_of(spec.kind).holds_patients
            _allowed(recipient.partner, organisation, on, _roles_of(recipients), holds_patients)


def _allowed(
    partner: Partner,
    organisation: Organisation | None,
    on: date,
    together: frozenset[str],
    holds_patients: bool,
) -> GateDecision:
    decision = gate().may_send(
        organisation=organisation, partner=partner, on=on, together=together, holds_patients=holds_patients
    )
    if not decision.allowed:
        raise LegRefused(decision.reason or f"{partner} may not receive this today.", decision)
    return decision


def _roles_of(recipients: tuple[Recipient, ...]) -> frozenset[str]:
    return frozenset(recipient.partner.role for recipient in recipients)


def _partner_of(route: RouteSpec, applied: AppliedForm, offer: Offer) -> Partner:
    if route.partner_code:
        for desk in offer.desks:
            if desk.code == route.partner_code:
                return desk
        raise NoDestination("Who would receive this takes no forms today. Your answers are kept.")
    if route.partner_field:
        chosen = (applied.answers.get(route.partner_field) or {}).get("id")
        for partner in offer.partners:
            if str(partner.pk) == chosen and partner.role == route.role:
                return partner
        raise NoDestination("The chosen provider does not take registrations today. Choose another.")
    of_role = [partner for partner in offer.allowed if partner.role == route.role]
    # Where the gate allows none, the refusal to come should name a partner and the gate's reason.
    of_role = of_role or [partner for partner in offer.partners if partner.role == route.role]
    if not of_role:
        label = dict(Partner.Role.choices).get(route.role, route.role)
        raise NoDestination(f"{label}: nobody takes registrations today. Change your choice of services.")
    return of_role[0]
