"""Submissions as the list shows them: metadata, legs, who looks after them, tags. No answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.permissions import metadata_of
from forms.desk.models import Assignment, Tagging
from forms.desk.versions import Version
from forms.routing.legs import state_label
from forms.routing.models import Delivery
from forms.submissions.models import Submission
from forms.submissions.presenters import OUTCOME_TAGS

VISITOR = "A visitor"


@dataclass(frozen=True, slots=True)
class DeskRow:
    """One submission of the list."""

    id: UUID
    reference: str
    form: str
    version: int
    kind: str
    organisation: str
    submitted_at: datetime
    sent_by: str
    outcome: str
    tag: str
    settled_at: datetime | None
    legs: tuple[str, ...]
    assignee: str
    tags: tuple[str, ...]


def rows_of(keys: Iterable[UUID], versions: Mapping[UUID, Version]) -> list[DeskRow]:
    """Return the rows of these submissions in their order; four queries for any number."""
    wanted = list(keys)
    if not wanted:
        return []
    found = metadata_of(Submission).filter(pk__in=wanted).select_related("organisation", "submitted_by")
    by_key = {one.pk: one for one in found}
    legs, people, tags = _legs(wanted), _assignees(wanted), _tags(wanted)
    return [
        _row(by_key[key], versions[by_key[key].form_version_id], legs, people, tags)
        for key in wanted
        if key in by_key and by_key[key].form_version_id in versions
    ]


def name_of_organisation(submission: Submission) -> str:
    """Return who sent a submission as an organisation; a visitor belongs to none."""
    body: Any = submission.organisation
    return str(body.name) if body is not None else ""


def name_of_sender(submission: Submission) -> str:
    """Return the name of the person who sent a submission."""
    person: Any = submission.submitted_by
    return str(person.name) if person is not None else VISITOR


def _row(
    one: Submission,
    version: Version,
    legs: Mapping[UUID, list[str]],
    people: Mapping[UUID, str],
    tags: Mapping[UUID, list[str]],
) -> DeskRow:
    return DeskRow(
        id=one.pk,
        reference=one.reference,
        form=version.form,
        version=version.number,
        kind=version.kind_label,
        organisation=name_of_organisation(one),
        submitted_at=one.submitted_at,
        sent_by=name_of_sender(one),
        outcome=one.get_outcome_display(),
        tag=OUTCOME_TAGS.get(Submission.Outcome(one.outcome), "wait"),
        settled_at=one.settled_at,
        legs=tuple(legs.get(one.pk, ())),
        assignee=people.get(one.pk, ""),
        tags=tuple(tags.get(one.pk, ())),
    )


def _legs(keys: list[UUID]) -> dict[UUID, list[str]]:
    """Return "partner: state" of every leg, by submission."""
    legs = metadata_of(Delivery).filter(subject_id__in=keys).select_related("partner", "replaced_by__partner")
    shown = legs.only("subject_id", "state", "sent_at", "partner__name", "replaced_by__partner__name")
    found: dict[UUID, list[str]] = {}
    for leg in shown.order_by("created_at", "partner__name"):
        found.setdefault(leg.subject_id, []).append(f"{leg.partner.name}: {state_label(leg)}")
    return found


def _assignees(keys: list[UUID]) -> dict[UUID, str]:
    rows = Assignment.objects.filter(submission__in=keys)
    return dict(rows.values_list("submission_id", "assignee__name"))


def _tags(keys: list[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = Tagging.objects.filter(submission__in=keys).order_by("tag__name")
    for submission, name in rows.values_list("submission_id", "tag__name"):
        found.setdefault(submission, []).append(name)
    return found
