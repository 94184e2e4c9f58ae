"""Write audit events. Taking the chain's lock is a transaction's last statement.

with audited(at=now):              # atomic; events are chained when the block ends
    ...
    record("draft.saved", actor=person.id, subject=draft)
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import models, transaction

from audit.chain import link, personal_hash
from audit.models import AuditEvent, ChainHead, PersonalDetail

READ = "read"
SALT_BYTES = 32


class NotAudited(Exception):
    """An event was recorded outside an `audited` block, so nothing would keep it."""


@dataclass(slots=True)
class _Pending:
    at: datetime
    events: list[tuple[AuditEvent, dict[str, Any]]] = field(default_factory=list)


_pending: ContextVar[_Pending | None] = ContextVar("audit_pending", default=None)


@contextmanager
def audited(*, at: datetime) -> Iterator[None]:
    """Run a block in one transaction whose events are chained as its last statements.

    A block inside another joins it: its events wait for the outermost block's end.
    """
    outer = _pending.get()
    if outer is not None:
        kept = len(outer.events)
        try:
            with transaction.atomic():
                yield
        except BaseException:
            del outer.events[kept:]
            raise
        return
    pending = _Pending(at=at)
    token = _pending.set(pending)
    try:
        with transaction.atomic():
            yield
            _append(pending.events)
    finally:
        _pending.reset(token)


def record(
    action: str,
    *,
    actor: object,
    subject: models.Model | tuple[str, object],
    programme: object = "",
    organisation: object = "",
    detail: dict[str, Any] | None = None,
    personal: dict[str, Any] | None = None,
    sitting: str = "",
) -> None:
    """Add an event to the surrounding `audited` block; raise NotAudited without one.

    `actor` is a user (its primary key is kept) or the name of a system part such as "worker". A visitor's
    rows have no `organisation`: None is kept as none.
    `subject` is a row or (type, id). `detail` holds references and counts, never personal data;
    `personal` (names, addresses, IP) goes to the erasable side record.
    """
    pending = _pending.get()
    if pending is None:
        raise NotAudited(f"{action} was recorded outside an audited block.")
    subject_type, subject_id = _subject(subject)
    event = AuditEvent(
        at=pending.at.astimezone(UTC),
        action=action,
        actor=_identity(actor),
        subject_type=subject_type,
        subject_id=subject_id,
        programme=_identity(programme),
        organisation=_identity(organisation),
        sitting=sitting,
        detail=detail or {},
    )
    pending.events.append((event, personal or {}))


def record_read(
    *, actor: models.Model, subject: models.Model, sitting: str, at: datetime, **where: object
) -> None:
    """Record that a person read a row's patient data: one event per person, row and sitting."""
    subject_type, subject_id = _subject(subject)
    seen = AuditEvent.objects.filter(
        actor=_identity(actor),
        subject_id=subject_id,
        sitting=sitting,
        subject_type=subject_type,
        action=READ,
    )
    if seen.exists():
        return
    with audited(at=at):
        record(READ, actor=actor, subject=subject, sitting=sitting, **where)  # type: ignore[arg-type]


def _append(events: list[tuple[AuditEvent, dict[str, Any]]]) -> None:
    if not events:
        return
    salts = [os.urandom(SALT_BYTES) if personal else b"" for _, personal in events]
    head, _ = ChainHead.objects.select_for_update().get_or_create(pk=1)
    for (event, personal), salt in zip(events, salts, strict=True):
        if personal:
            event.personal_sha256 = personal_hash(personal, salt=salt)
        event.sequence = head.sequence + 1
        event.previous_sha256 = head.sha256
        event.sha256 = link(event)
        head.sequence, head.sha256 = event.sequence, event.sha256
    AuditEvent.objects.bulk_create([event for event, _ in events])
    sides = []
    for (event, personal), salt in zip(events, salts, strict=True):
        if personal:
            side = PersonalDetail(event_sequence=event.sequence, salt=salt)
            side.values = personal
            sides.append(side)
    if sides:
        PersonalDetail.objects.bulk_create(sides)
    head.save(update_fields=["sequence", "sha256"])


def _subject(subject: models.Model | tuple[str, object]) -> tuple[str, str]:
    if isinstance(subject, tuple):
        return subject[0], str(subject[1])
    return subject._meta.label_lower, str(subject.pk)


def _identity(who: object) -> str:
    if who is None:
        return ""
    return str(who.pk) if isinstance(who, models.Model) else str(who)
