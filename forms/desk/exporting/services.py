"""Take submissions out of the system: at once where they are few, else by a worker for a person to fetch."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict

from accounts.models import User
from audit.trail import audited, record
from forms.desk.exporting.plan import plan_of
from forms.desk.exporting.records import Batch, Reading
from forms.desk.exporting.storing import discard_parts, store_parts
from forms.desk.exporting.writing import written
from forms.desk.filters import DeskFilters
from forms.desk.models import Export
from forms.desk.reading_filters import filters_from
from forms.desk.refusals import DeskRefused
from forms.desk.rights import EXPORT, Reader, reader_of, require
from forms.desk.selecting import submissions_matching
from forms.desk.telling import tell_ready
from forms.desk.versions import versions_of
from forms.routing.failures import log_failure
from forms.submissions.models import Submission

SUBJECT = "form_desk.list"
MOST_AT_A_TIME = 5
Clock = Callable[[], datetime]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to take out."""

    programme_id: UUID
    filters: DeskFilters
    format: str
    with_answers: bool

    def rows(self, person: User, *, asked_at: datetime) -> QuerySet[Submission]:
        """Return the submissions that are meant: those sent by the time at which the file was asked for."""
        return submissions_matching(
            self.filters,
            programme_id=self.programme_id,
            versions=versions_of(self.programme_id),
            person_id=person.pk,
        ).filter(submitted_at__lte=asked_at)


def export_now(*, asked: Asked, by: User, now: datetime) -> Iterator[bytes] | None:
    """Return the file piece by piece, its event recorded; None where there is too much for an answer.

    Raise NotAllowed.
    """
    require(by, EXPORT, asked.programme_id)
    rows = asked.rows(by, asked_at=now)
    count = rows.order_by()[: settings.DESK_EXPORT_AT_ONCE + 1].count()
    if count > settings.DESK_EXPORT_AT_ONCE:
        return None
    with audited(at=now):
        _record_export(asked, by, count)
    return _file(asked, rows, reader_of(by) if asked.with_answers else None, lambda done: None)


def begin_export(*, asked: Asked, by: User, now: datetime) -> Export:
    """Let a worker make the file; raise NotAllowed, or DeskRefused while several are being made."""
    from forms.desk.tasks import enqueue_export

    require(by, EXPORT, asked.programme_id)
    reader = reader_of(by)
    with audited(at=now):
        User.objects.select_for_update().get(pk=by.pk)
        under_way = Export.objects.filter(person=by, state__in=[Export.State.WAITING, Export.State.RUNNING])
        if under_way.count() >= MOST_AT_A_TIME:
            raise DeskRefused(f"{MOST_AT_A_TIME} exports are being made for you. Wait until one is ready.")
        export = Export.objects.create(
            programme_id=asked.programme_id,
            person=by,
            format=asked.format,
            query=asked.filters.query,
            with_answers=asked.with_answers,
            organisations=sorted(map(str, reader.organisation_ids)) if asked.with_answers else [],
            all_organisations=asked.with_answers and reader.all_without_patients,
            total=asked.rows(by, asked_at=now).count(),
            created_at=now,
            beat_at=now,
            expires_at=now + timedelta(hours=settings.DESK_EXPORT_HOURS),
        )
        _record_export(asked, by, export.total)
        enqueue_export(export.pk)
    return export


def run_export(*, export_id: UUID, clock: Clock) -> str:
    """Make an export's file, store it sealed and tell its person; what was made before is left alone.

    A worker that dies leaves it to the next one, which begins anew.
    """
    export = Export.objects.select_related("person", "programme").get(pk=export_id)
    if export.is_over or clock() >= export.expires_at:
        return "nothing to do"
    _beat(export, 0, clock(), state=Export.State.RUNNING)
    try:
        require(export.person, EXPORT, export.programme_id)
        parts, size = store_parts(export, _pieces(export, clock))
    except Exception as error:  # noqa: BLE001 - its person is told, whatever went wrong
        log_failure(logger, f"Export {export.pk}", error)
        _finish(export, clock(), state=Export.State.FAILED, problem="It could not be made. Ask for it again.")
        return f"failed: {type(error).__name__}"
    _finish(export, clock(), state=Export.State.DONE, parts=parts, size=size, done=export.total)
    try:
        tell_ready(export_id=export.pk, now=clock())
    except OSError as error:
        # The mail server is away: the periodic job tells, and the admin's pages do meanwhile.
        log_failure(logger, f"Mail about export {export.pk}", error)
    return f"{export.total} submissions in {parts} parts"


def asked_of(export: Export) -> Asked:
    """Return what an export was asked for with."""
    return Asked(
        export.programme_id, filters_from(QueryDict(export.query)), export.format, export.with_answers
    )


def allowed_then_and_now(export: Export, person: User) -> Reader:
    """Return whose answers a person could read when asking for an export and still can."""
    reader = reader_of(person)
    return Reader(
        reader.organisation_ids & {UUID(one) for one in export.organisations},
        reader.all_without_patients and export.all_organisations,
    )


def may_take(export: Export, person: User, now: datetime) -> bool:
    """Say whether a person may fetch an export's file: their own, while all that it holds is still theirs to read."""
    reader = reader_of(person)
    still = {UUID(one) for one in export.organisations} <= reader.organisation_ids
    all_still = reader.all_without_patients or not export.all_organisations
    return export.person_id == person.pk and export.is_ready_at(now) and still and all_still


def note_taken(*, export: Export, by: User, now: datetime) -> None:
    """Record that a person fetched the file of an export."""
    require(by, EXPORT, export.programme_id)
    with audited(at=now):
        Export.objects.filter(pk=export.pk).update(taken_at=now)
        record("desk.export_taken", actor=by, subject=export, programme=export.programme_id)


def expire_exports(now: datetime) -> int:
    """Delete the files whose time is over; return how many."""
    overdue = Export.objects.filter(expires_at__lte=now).exclude(state=Export.State.EXPIRED)
    expired = 0
    for export in overdue[:200]:
        discard_parts(export)
        Export.objects.filter(pk=export.pk).update(state=Export.State.EXPIRED, parts=0)
        expired += 1
    return expired


def _pieces(export: Export, clock: Clock) -> Iterator[bytes]:
    asked, person = asked_of(export), export.person
    reader = allowed_then_and_now(export, person) if asked.with_answers else None
    rows = asked.rows(person, asked_at=export.created_at)
    return _file(asked, rows, reader, lambda done: _beat(export, done, clock()))


def _file(
    asked: Asked, rows: QuerySet[Submission], reader: Reader | None, tell: Callable[[int], None]
) -> Iterator[bytes]:
    versions = versions_of(asked.programme_id)
    meant = [one for one in versions.values() if one.listed and asked.filters.form in (None, one.form_id)]
    reader = reader if reader is not None and reader.reads_something else None
    batches = Reading(rows, versions, reader).batches()
    return written(asked.format, plan_of(meant, reader), _told(batches, tell))


def _told(batches: Iterator[Batch], tell: Callable[[int], None]) -> Iterator[Batch]:
    done = 0
    for batch in batches:
        yield batch
        done += len(batch)
        tell(done)


def _beat(export: Export, done: int, now: datetime, **values: str) -> None:
    Export.objects.filter(pk=export.pk).update(done=done, beat_at=now, **values)


def _finish(export: Export, now: datetime, **values: object) -> None:
    Export.objects.filter(pk=export.pk).update(finished_at=now, beat_at=now, **values)


def _record_export(asked: Asked, by: User, count: int) -> None:
    record(
        "desk.exported",
        actor=by,
        subject=(SUBJECT, asked.programme_id),
        programme=asked.programme_id,
        detail={
            "format": asked.format,
            "filter": asked.filters.query,
            "count": count,
            "answers": asked.with_answers,
        },
    )
