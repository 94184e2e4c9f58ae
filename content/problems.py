"""What keeps a piece of material from going live: its declarations, and the records that go with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import models

from content.declarations import Declared
from content.job_codes.services import has_another_holder
from programme.models import Programme, SafetyRecord
from programme.territories import Territory, overlap

# Material is certified again after two years at the latest, so none is prepared longer ago.
OLDEST = timedelta(days=730)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is missing or wrong: `code` names the kind, `field` the input that puts it right."""

    code: str
    message: str
    field: str = ""


def problems_of_declarations(
    declared: Declared, *, programme: Programme, on: date, holder: models.Model
) -> tuple[Problem, ...]:
    """Return what is missing on a day of the declarations of a page or document, and of its safety records."""
    found = [*_declared(declared, on), *_job_code(declared, programme, holder)]
    return (*found, *_records(declared, programme))


def _declared(declared: Declared, on: date) -> Iterator[Problem]:
    if declared.prepared_on > on:
        yield Problem("prepared_on", "The date of preparation has not come yet.", "prepared_on")
    elif on - declared.prepared_on > OLDEST:
        yield Problem(
            "prepared_on",
            "The date of preparation is more than 24 months ago. Revise the material and date it anew.",
            "prepared_on",
        )
    if declared.promotes_to_the_public:
        yield Problem(
            "promotional_to_public",
            "Only material for healthcare professionals can be promotional. Choose another label.",
            "label",
        )
    if declared.company_role not in Declared.CompanyRole.values:
        yield Problem(
            "company_role", "Choose one of the allowed wordings of the company's role.", "company_role"
        )


def _job_code(declared: Declared, programme: Programme, holder: models.Model) -> Iterator[Problem]:
    if not declared.job_code.strip():
        yield Problem("job_code", "Enter the job code.", "job_code")
    elif has_another_holder(programme_id=programme.pk, code=declared.job_code, holder=holder):
        yield Problem(
            "job_code",
            f"{declared.job_code} is the job code of other material. Enter another one.",
            "job_code",
        )


def _records(declared: Declared, programme: Programme) -> Iterator[Problem]:
    if not declared.company_role and not programme.company_role.strip():
        yield Problem("company_role", "The programme's record does not say what the company's role is.")
    records = list(SafetyRecord.objects.filter(programme=programme))
    statements = [record for record in records if record.kind == declared.adverse_event_kind]
    if not statements:
        yield Problem(
            "adverse_events",
            "The programme has no statement on adverse events for this audience. Ask an administrator.",
        )
    sets = [record for record in records if _goes_with(record, declared)]
    if declared.carries_prescribing_information and not _covers(sets, declared.territory):
        yield Problem(
            "prescribing_information",
            f"There is no prescribing information for {declared.get_territory_display()}. Ask an administrator.",
            "territory",
        )
    shown = [*statements, *(sets if declared.carries_prescribing_information else [])]
    if settings.REFUSE_PLACEHOLDERS:
        for record in (one for one in shown if one.is_placeholder):
            yield Problem("placeholder", f"“{record.name_in_words}” is still a placeholder.")


def _goes_with(record: SafetyRecord, declared: Declared) -> bool:
    is_pi = record.kind == SafetyRecord.Kind.PRESCRIBING_INFORMATION
    return is_pi and overlap(record.territory, declared.territory)


def _covers(sets: list[SafetyRecord], territory: str) -> bool:
    """Say whether every place of a territory has its prescribing information."""
    found = {record.territory for record in sets}
    parts = {str(Territory.GREAT_BRITAIN), str(Territory.NORTHERN_IRELAND)}
    needed = parts if territory == Territory.UNITED_KINGDOM else {territory}
    return Territory.UNITED_KINGDOM in found or needed <= found
