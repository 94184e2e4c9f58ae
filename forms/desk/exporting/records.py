"""The rows of an export, read some hundred at a time, so that memory does not grow with their number."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from directory.models import Organisation
from forms.definitions.spec import Answers
from forms.desk.models import Assignment, Tagging
from forms.desk.paging import OLDEST_FIRST, Cursor
from forms.desk.rights import Reader
from forms.desk.rows import VISITOR
from forms.desk.versions import Version
from forms.submissions.models import Submission
from vault.envelope import unseal

AT_ONCE = 500
_NAMES = (
    "submitted_at",
    "pk",
    "reference",
    "form_version_id",
    "organisation_id",
    "submitted_by_id",
    "outcome",
)
_CONTEXT = f"{Submission._meta.label_lower}.answers_sealed:"
_OUTCOMES = {value: str(label) for value, label in Submission.Outcome.choices}


@dataclass(frozen=True, slots=True)
class Record:
    """One submission: the cells of its metadata, its version, and its answers where they may be read."""

    metadata: tuple[str, ...]
    version_id: UUID
    answers: Answers | None


class Reading:
    """Reads the rows of one export; remembers the names of people and organisations that occur."""

    def __init__(
        self, rows: QuerySet[Submission], versions: Mapping[UUID, Version], reader: Reader | None
    ) -> None:
        self._rows = rows
        self._versions = versions
        self._reader = reader
        self._people: dict[UUID | None, str] = {None: VISITOR}
        self._bodies: dict[UUID | None, str] = {None: ""}

    def batches(self) -> Iterator[list[Record]]:
        """Yield the records, the oldest first; some five queries for each batch."""
        place: Cursor | None = None
        names = (*_NAMES, "answers_sealed") if self._reader else _NAMES
        while True:
            here = self._rows.filter(place.newer) if place else self._rows
            found = list(here.order_by(*OLDEST_FIRST).values_list(*names)[:AT_ONCE])
            if found:
                yield self._records(found)
            if len(found) < AT_ONCE:
                return
            place = Cursor(found[-1][0], found[-1][1])

    def _records(self, found: list[Any]) -> list[Record]:
        keys = [row[1] for row in found]
        self._learn(User, self._people, {row[5] for row in found})
        self._learn(Organisation, self._bodies, {row[4] for row in found})
        assigned = dict(
            Assignment.objects.filter(submission__in=keys).values_list("submission_id", "assignee__name")
        )
        tags: dict[UUID, list[str]] = {}
        for key, name in Tagging.objects.filter(submission__in=keys).values_list(
            "submission_id", "tag__name"
        ):
            tags.setdefault(key, []).append(name)
        return [self._record(row, assigned.get(row[1], ""), tags.get(row[1], ())) for row in found]

    def _learn(self, model: Any, names: dict[UUID | None, str], keys: set[UUID]) -> None:
        if missing := keys - names.keys():
            names.update(model.objects.filter(pk__in=missing).values_list("pk", "name"))

    def _record(self, row: Any, assignee: str, tags: Any) -> Record:
        at, pk, reference, version_id, body, person, outcome, *sealed = row
        version = self._versions[version_id]
        metadata = (
            reference,
            version.form,
            str(version.number),
            self._bodies.get(body, ""),
            timezone.localtime(at).isoformat(" ", "seconds")[:19],
            self._people.get(person, ""),
            _OUTCOMES[outcome],
            assignee,
            ", ".join(sorted(tags)),
        )
        answers = None
        if self._reader and self._reader.may_read(body, version.kind):
            answers = json.loads(unseal(sealed[0], context=f"{_CONTEXT}{pk}"))
        return Record(metadata, version_id, answers)
