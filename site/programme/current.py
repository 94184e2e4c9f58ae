"""Find the programme of a request: one programme is one Wagtail site."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from wagtail.models import Site

from programme.models import Product, Programme, SafetyRecord, Service
from programme.territories import Territory, overlap
from rows import kept_rows_where, row_of, rows_where


def programme_of(request: HttpRequest) -> Programme | None:
    """Return the programme whose site this request is for; remembered on the request."""
    if not hasattr(request, "_programme"):
        site = Site.find_for_request(request)
        request._programme = _programme_on(site) if site is not None else None  # type: ignore[attr-defined]
    programme: Programme | None = request._programme  # type: ignore[attr-defined]
    return programme


def _programme_on(site: Site) -> Programme | None:
    for programme in kept_rows_where(Programme, "site", site.pk):
        for product in kept_rows_where(Product, "programme", programme.pk):
            programme.product = product
        programme.site = site
        return programme
    return None


def programme_by_key(key: UUID) -> Programme:
    """Return a programme with its product, if it has one; raise Programme.DoesNotExist."""
    found = row_of(Programme, key)
    if found is None:
        raise Programme.DoesNotExist
    for product in rows_where(Product, "programme", key):
        found.product = product
    return found


def remember_programme(request: HttpRequest, programme: Programme) -> None:
    """Take the programme of the row that a page is about, and spare the look-up by host name."""
    request._programme = programme  # type: ignore[attr-defined]


def safety_records_of(request: HttpRequest) -> dict[str, SafetyRecord]:
    """Return the safety records of the request's programme by kind; of several territories, the widest one's.

    A corrected safety text shows on the next page.
    """
    return {record.kind: record for record in reversed(_all_safety_records_of(request))}


def prescribing_information_of(request: HttpRequest, *, territory: str) -> tuple[SafetyRecord, ...]:
    """Return the prescribing information that goes with material for a territory: the set for all its places."""
    return tuple(
        record
        for record in _all_safety_records_of(request)
        if record.kind == SafetyRecord.Kind.PRESCRIBING_INFORMATION and overlap(record.territory, territory)
    )


def services_of(request: HttpRequest) -> dict[str, Service]:
    """Return the services of the request's programme by key; a query after a change, remembered on the request."""
    if not hasattr(request, "_services"):
        programme = programme_of(request)
        found = kept_rows_where(Service, "programme", programme.pk) if programme is not None else []
        request._services = {service.key: service for service in found}  # type: ignore[attr-defined]
    services: dict[str, Service] = request._services  # type: ignore[attr-defined]
    return services


def _all_safety_records_of(request: HttpRequest) -> list[SafetyRecord]:
    """Return every safety record of the request's programme, the widest territory first; a query after a change."""
    if not hasattr(request, "_safety_records"):
        programme = programme_of(request)
        found = kept_rows_where(SafetyRecord, "programme", programme.pk) if programme is not None else []
        order = Territory.values.index
        request._safety_records = sorted(found, key=lambda record: order(record.territory))  # type: ignore[attr-defined]
    records: list[SafetyRecord] = request._safety_records  # type: ignore[attr-defined]
    return records
