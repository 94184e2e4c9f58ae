"""The rows of an export, read some hundred at a time and opened one by one: memory does not grow with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

import orjson
from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.models import User
from directory.models import Organisation
from forms.definitions.spec import Answers
from forms.desk.models import Tag, Tagging
from forms.desk.paging import OLDEST_FIRST, Cursor
from forms.desk.rights import Reader
from forms.desk.rows import VISITOR
from forms.desk.versions import Version
from forms.submissions.models import Submission
from vault.envelope import unseal

AT_ONCE = 500
# Keys as the database writes them: to make a UUID of each would cost as much as to read and open the row.
_KEYS = {
    f"{name}_text": Cast(F(name), CharField())
    for name in ("pk", "form_version_id", "organisation_id", "submitted_by_id")
}
_NAMES = (*_KEYS, "reference", "submitted_at", "outcome", "assignment__assignee__name")
_CONTEXT = f"{Submission._meta.label_lower}.answers_sealed:"
_OUTCOMES = {value: str(label) for value, label in Submission.Outcome.choices}


class Record(NamedTuple):
    """One submission: the cells of its metadata, its version, and its answers where they may be read."""

    metadata: tuple[str, ...]
    version_id: UUID
    answers: Answers | None


@dataclass(frozen=True, slots=True)
class Batch(Iterable[Record], Sized):
    """Rows as the database gave them. Each is opened when its turn comes: no other answers are held meanwhile."""

    rows: Sequence[Sequence[Any]]
    opened: Callable[[Sequence[Any]], Record]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Record]:
        return map(self.opened, self.rows)


class Reading:
    """Reads the rows of one export; remembers the names of people and organisations that occur."""

    def __init__(
        self, rows: QuerySet[Submission], versions: Mapping[UUID, Version], reader: Reader | None
    ) -> None:
        self._rows = rows.annotate(**_KEYS)
        self._versions = versions
        self._reader = reader
        self._zone = timezone.get_current_timezone()
        self._people: dict[str | None, str] = {None: VISITOR}
        self._bodies: dict[str | None, tuple[UUID | None, str]] = {None: (None, "")}
        self._known: dict[tuple[str, str | None], tuple[Version, bool]] = {}
        self._has_tags = Tag.objects.filter(programme__in=rows.values("programme")[:1]).exists()

    def batches(self) -> Iterator[Batch]:
        """Yield the records, the oldest first; one query for each batch, and a few more where names are new."""
        place: Cursor | None = None
        names = (*_NAMES, "answers_sealed") if self._reader else _NAMES
        while True:
            here = self._rows.filter(place.newer) if place else self._rows
            found: list[Any] = list(here.order_by(*OLDEST_FIRST).values_list(*names)[:AT_ONCE])
            if found:
                yield self._batch(found)
            if len(found) < AT_ONCE:
                return
            place = Cursor(found[-1][5], UUID(found[-1][0]))

    def _batch(self, found: list[Any]) -> Batch:
        self._learn(found)
        tags = _tags([UUID(row[0]) for row in found]) if self._has_tags else {}
        return Batch(found, partial(self._record, tags))

    def _learn(self, found: list[Any]) -> None:
        """Look up the names of people and organisations that did not occur before."""
        if new := {row[3] for row in found} - self._people.keys():
            people = User.objects.in_bulk([UUID(one) for one in new])
            self._people.update((one, people[UUID(one)].name) for one in new)
        if new := {row[2] for row in found} - self._bodies.keys():
            bodies = Organisation.objects.in_bulk([UUID(one) for one in new])
            self._bodies.update((one, (UUID(one), bodies[UUID(one)].name)) for one in new)

    def _record(self, tags: Mapping[UUID, list[str]], row: Sequence[Any]) -> Record:
        pk, version_key, body, person, reference, at, outcome, assignee, *sealed = row
        known = self._known.get((version_key, body))
        if known is None:
            known = self._known[version_key, body] = self._readable(version_key, body)
        version, readable = known
        metadata = (
            reference,
            version.form,
            str(version.number),
            self._bodies[body][1],
            at.astimezone(self._zone).isoformat(" ", "seconds")[:19],
            self._people[person],
            _OUTCOMES[outcome],
            assignee or "",
            ", ".join(tags.get(UUID(pk), ())) if tags else "",
        )
        if not readable:
            return Record(metadata, version.id, None)
        opened = unseal(sealed[0], context=_CONTEXT + _dashed(pk))
        return Record(metadata, version.id, orjson.loads(opened))

    def _readable(self, version_key: str, body: str | None) -> tuple[Version, bool]:
        version = self._versions[UUID(version_key)]
        return version, self._reader is not None and self._reader.may_read(
            self._bodies[body][0], version.kind
        )


def _dashed(key: str) -> str:
    """Return a key as a UUID is written, which not every database does."""
    return key if len(key) == 36 else f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"


def _tags(keys: list[UUID]) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = {}
    rows = Tagging.objects.filter(submission__in=keys).order_by("tag__name")
    for key, name in rows.values_list("submission_id", "tag__name"):
        found.setdefault(key, []).append(name)
    return found
