"""Agreements signed on paper, attested and confirmed in one line."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from agreements.models import Agreement
from agreements.services.attesting import PaperFacts, attest_paper, confirm
from tests.agreeing import Parties


def attested(
    who: Parties,
    kind: str,
    *,
    now: datetime,
    effective_on: date,
    expires_on: date | None = None,
    scan: bytes = b"%PDF-1.7 a scan",
    **values: Any,
) -> Agreement:
    """Attest a paper that was signed on its first day."""
    return attest_paper(
        **{
            "organisation": who.organisation,
            "kind": kind,
            "partner": who.partner(kind),
            "scan": scan,
            "facts": PaperFacts(
                min(effective_on, now.date()), effective_on, expires_on, "Sia Signatory and Cory Homecare"
            ),
            "by": who.office,
            "now": now,
            **values,
        }
    )


def on_paper(who: Parties, kind: str, *, now: datetime, **values: Any) -> Agreement:
    """Bring a paper into force."""
    made = confirm(agreement=attested(who, kind, now=now, **values), by=who.second_office, now=now)
    made.refresh_from_db()
    return made
