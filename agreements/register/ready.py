"""With whom an organisation may register patients, as the gate would say, from agreements read already."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from agreements.gate import needs_of
from agreements.next_steps import missing_sentence
from agreements.readiness import Portfolio
from directory.models import PATIENT_ROLES, Partner


@dataclass(frozen=True, slots=True)
class Readiness:
    """Whether patients may be registered with a partner, and otherwise what is missing, in sentences."""

    partner: Partner
    ready: bool
    missing: tuple[str, ...] = ()


def readiness_of(
    portfolio: Portfolio, partners: Iterable[Partner], *, now: datetime
) -> tuple[Readiness, ...]:
    """Return for each partner that receives patients' data what `AgreementGate.may_send` decides."""
    return tuple(_readiness(portfolio, partner, now) for partner in partners if partner.role in PATIENT_ROLES)


def _readiness(portfolio: Portfolio, partner: Partner, now: datetime) -> Readiness:
    if not portfolio.organisation.is_open:
        return Readiness(partner, ready=False, missing=(f"{portfolio.organisation.name} is closed.",))
    if not partner.available_on(portfolio.on):
        return Readiness(
            partner, ready=False, missing=(f"{partner.name} does not take registrations today.",)
        )
    missing = [need for need in needs_of(partner) if not portfolio.has(need.kind, need.partner_id)]
    sentences = (
        missing_sentence(need.kind, need.partner_name, portfolio.current(need.kind, need.partner_id), now=now)
        for need in missing
    )
    return Readiness(partner, ready=not missing, missing=tuple(sentences))
