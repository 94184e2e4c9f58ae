"""The registration gate: an organisation may send where its agreements are in force, and nowhere else.

The nurse service needs the offer and the authorisation, a homecare provider the offer and its own
service level agreement, the app service the offer. Whether patients may be registered with the nurse
service alone without any service level agreement is a setting. A desk needs no agreement, and receives
nothing of a form that holds patients. A visitor, who has no organisation, sends to desks only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from agreements.kinds import Kind
from agreements.next_steps import actor_in_words, missing_sentence
from agreements.readiness import Held, Portfolio, portfolio_of
from directory.models import Organisation, Partner
from forms.routing.gate import GateDecision, MissingDocument


@dataclass(frozen=True, slots=True)
class Needed:
    """An agreement that a recipient takes for granted; without a partner, one with anybody will do."""

    kind: Kind
    partner_id: UUID | None = None
    partner_name: str = ""


class AgreementGate:
    """Say where an organisation may send, from its agreements: one query each time."""

    def may_send(
        self,
        *,
        organisation: Organisation | None,
        partner: Partner,
        on: date,
        together: frozenset[str] = frozenset(),
        holds_patients: bool = True,
    ) -> GateDecision:
        """Decide about one recipient; `together` are the roles of all recipients of the same submission."""
        if refusal := _closed(organisation, partner, on):
            return refusal
        if partner.role == Partner.Role.DESK:
            return _of_a_desk(partner, holds_patients=holds_patients)
        if organisation is None:
            return GateDecision(False, f"Visitors send nothing to {partner.name}.", ("organisation",))
        return _decide(portfolio_of(organisation, on=on), partner, together)

    def allowed_partners(
        self, *, organisation: Organisation, partners: tuple[Partner, ...], on: date
    ) -> tuple[Partner, ...]:
        """Return the partners whose agreements are in force."""
        candidates = [
            partner
            for partner in partners
            if partner.role != Partner.Role.DESK and _closed(organisation, partner, on) is None
        ]
        if not candidates:
            return ()
        portfolio = portfolio_of(organisation, on=on)
        return tuple(partner for partner in candidates if _decide(portfolio, partner, frozenset()).allowed)


def needs_of(partner: Partner, together: frozenset[str] = frozenset()) -> Iterator[Needed]:
    """Yield what must be in force before anything goes to a partner; for a sponsor nothing ever may."""
    yield Needed(Kind.OFFER)
    if partner.role == Partner.Role.NURSE:
        yield Needed(Kind.AUTHORISATION, partner.pk, partner.name)
        # Sent together with homecare, that leg asks for its own agreement; neither holds up the other.
        if settings.NURSE_ONLY_NEEDS_SLA and Partner.Role.HOMECARE not in together:
            yield Needed(Kind.SLA)
    if partner.role == Partner.Role.HOMECARE:
        yield Needed(Kind.SLA, partner.pk, partner.name)


def _of_a_desk(partner: Partner, *, holds_patients: bool) -> GateDecision:
    if holds_patients:
        return GateDecision(False, f"Nothing about patients ever goes to {partner.name}.", ("partner",))
    return GateDecision(True)


def _closed(organisation: Organisation | None, partner: Partner, on: date) -> GateDecision | None:
    if organisation is not None and not organisation.is_open:
        successor = organisation.successor
        instead = f" Its successor is {successor.name}." if successor else ""
        return GateDecision(False, f"{organisation.name} is closed.{instead}", ("organisation",))
    if partner.role == Partner.Role.SPONSOR:
        return GateDecision(False, f"Nothing about patients ever goes to {partner.name}.", ("partner",))
    if not partner.available_on(on):
        what = "forms" if partner.role == Partner.Role.DESK else "registrations"
        return GateDecision(False, f"{partner.name} does not take {what} today.", ("partner",))
    return None


def _decide(portfolio: Portfolio, partner: Partner, together: frozenset[str]) -> GateDecision:
    missing = [
        needed for needed in needs_of(partner, together) if not portfolio.has(needed.kind, needed.partner_id)
    ]
    if not missing:
        return GateDecision(True)
    held = [portfolio.current(needed.kind, needed.partner_id) for needed in missing]
    # The day alone decides; the hour is for the words, which tell a seal that is late from one under way.
    now = timezone.now()
    documents = tuple(
        MissingDocument(
            missing_sentence(needed.kind, needed.partner_name, one, now=now),
            actor_in_words(one, now=now),
            _where(one),
        )
        for needed, one in zip(missing, held, strict=True)
    )
    return GateDecision(
        False,
        " ".join(one.sentence for one in documents),
        tuple(needed.kind.value for needed in missing),
        url=_where(held[0]),
        next_actor=", ".join(dict.fromkeys(one.next_actor for one in documents)),
        documents=documents,
    )


def _where(held: Held | None) -> str:
    """Return the page of what is missing: the agreement, or the checklist where it can be started."""
    if held is None:
        return reverse("agreements:home")
    return reverse("agreements:agreement", args=[held.agreement.reference])
