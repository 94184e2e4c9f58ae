"""Load the partners of a programme. Their destinations are for people to propose and approve."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from audit.trail import record
from content.loading.programme import LOADER
from content.loading.report import Report
from directory.models import Partner
from programme.models import Programme


def load_partners(
    partners: Iterable[dict[str, Any]], *, programme: Programme, now: datetime, report: Report
) -> None:
    """Create the partners that are missing.

    One that goes with a service takes part once that is switched on; any other from its date on.
    """
    services = {service.key: service for service in programme.services.all()}
    for values in partners:
        available = values["available_from"]
        partner, created = Partner.objects.get_or_create(
            programme=programme,
            code=values["code"],
            defaults={
                "role": values["role"],
                "name": values["name"],
                "company_number": values.get("company_number", ""),
                "registered_office": values.get("registered_office", ""),
                "public_name": values["name"],
                "listed": values.get("listed", True),
                "service": services.get(values.get("service", "")),
                "available_from": date.fromisoformat(available) if available else None,
            },
        )
        if created:
            record("partner.loaded", actor=LOADER, subject=partner, programme=programme)
        report.note(f"partner {partner.name}", created=created)
