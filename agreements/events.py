"""Agreements in the audit chain: every step is an event about the agreement."""

from __future__ import annotations

from typing import Any

from agreements.models import Agreement
from audit.trail import record

SUBJECT = "agreements.agreement"
SYSTEM = "agreements"


def note(
    action: str,
    agreement: Agreement,
    *,
    by: object = SYSTEM,
    personal: dict[str, Any] | None = None,
    **detail: Any,
) -> None:
    """Record a step in the surrounding audited block.

    `detail` holds references, hashes and wordings; `personal` (names, addresses, IP, whatever somebody typed)
    is erasable. Between whom and about what it is stands in every event, for `verify_agreements` to compare.
    """
    record(
        f"agreement.{action}",
        actor=by,
        subject=agreement,
        programme=agreement.programme_id,
        organisation=agreement.organisation_id,
        detail={
            "reference": agreement.reference,
            "kind": agreement.kind,
            "partner": str(agreement.partner_id),
            **detail,
        },
        personal=personal,
    )
