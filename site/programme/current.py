"""Find the programme of a request: one programme is one Wagtail site."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.models import Site

from programme.models import Programme, SafetyRecord


def programme_of(request: HttpRequest) -> Programme | None:
    """Return the programme whose site this request is for; remembered on the request."""
    if not hasattr(request, "_programme"):
        site = Site.find_for_request(request)
        found = (
            Programme.objects.select_related("product").filter(site=site).first()
            if site is not None
            else None
        )
        request._programme = found  # type: ignore[attr-defined]
    programme: Programme | None = request._programme  # type: ignore[attr-defined]
    return programme


def remember_programme(request: HttpRequest, programme: Programme) -> None:
    """Take the programme of the row that a page is about, and spare the look-up by host name."""
    request._programme = programme  # type: ignore[attr-defined]


def safety_records_of(request: HttpRequest) -> dict[str, SafetyRecord]:
    """Return the safety records of the request's programme by kind; one query, remembered on the request.

    Never kept longer than a request: a corrected safety text must show on the next page.
    """
    if not hasattr(request, "_safety_records"):
        programme = programme_of(request)
        found = SafetyRecord.objects.filter(programme=programme) if programme is not None else ()
        request._safety_records = {record.kind: record for record in found}  # type: ignore[attr-defined]
    records: dict[str, SafetyRecord] = request._safety_records  # type: ignore[attr-defined]
    return records
