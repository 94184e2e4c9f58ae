"""What stands beside a page's own content, because of what it is and for whom."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse

from content.declarations import Declared
from labelling.records import values_of
from programme.current import prescribing_information_of, programme_of, safety_records_of
from programme.models import SafetyRecord

DIGEST_LENGTH = 16


@dataclass(frozen=True, slots=True)
class PrescribingInformationLink:
    """A way to the prescribing information of one territory: one click, to a page of its own.

    `digest` stands for all that this page says, so that a page that links to it is certified with it.
    """

    title: str
    address: str
    digest: str


@dataclass(frozen=True, slots=True)
class Material:
    """The declarations of a page in words, with the safety records that go with it."""

    label: str
    promotional: bool
    territory: str
    job_code: str
    prepared_on: date | None
    company_role: str
    adverse_events: SafetyRecord | None
    prescribing_information: tuple[PrescribingInformationLink, ...]


def material_of(declared: Declared, request: HttpRequest) -> Material:
    """Return what goes with a page or document on the site of a request; one query for the safety records."""
    programme = programme_of(request)
    links = prescribing_information_links(request, territory=declared.territory)
    return Material(
        label=declared.get_label_display(),
        promotional=declared.label == Declared.Label.PROMOTIONAL,
        territory=declared.get_territory_display(),
        job_code=declared.job_code,
        prepared_on=declared.prepared_on,
        company_role=declared.company_role_of(programme) if programme else "",
        adverse_events=safety_records_of(request).get(declared.adverse_event_kind),
        prescribing_information=links if declared.carries_prescribing_information else (),
    )


def digest_of(record: SafetyRecord) -> str:
    """Return a short digest of all that a safety record says."""
    said = json.dumps([values_of(record), record.is_placeholder], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()[:DIGEST_LENGTH]


def prescribing_information_links(
    request: HttpRequest, *, territory: str
) -> tuple[PrescribingInformationLink, ...]:
    """Return the links to the prescribing information for every place of a territory."""
    return tuple(
        PrescribingInformationLink(
            record.title,
            reverse("prescribing_information", args=[record.territory.replace("_", "-")]),
            digest_of(record),
        )
        for record in prescribing_information_of(request, territory=territory)
    )
