"""Change a locked record, or add one: one person proposes, and it holds once a second one approved."""

from __future__ import annotations

import hashlib
import json
from copy import copy
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError

from approvals.models import Approval
from approvals.services import Actor, decide, request_approval
from audit.trail import audited, record
from labelling.effects import effects
from labelling.models import RecordChange
from labelling.records import (
    Record,
    changeable,
    programme_of,
    put_values,
    type_of,
    values_of,
    values_of_new,
)
from programme.models import Service

SUBJECT = "labelling.change"


class RecordMoved(Exception):
    """The record, or the change of it, is not what was proposed, or another record has taken its place."""


class KeyTaken(Exception):
    """The programme has a service with this key."""


def add_service(*, service: Service, by: Actor, now: datetime) -> Approval:
    """Propose a service that a programme is to have, not available yet; raise KeyTaken.

    Pages treat a service that there is not as available, so adding one may change what they say.
    """
    if Service.objects.filter(programme=service.programme_id, key=service.key).exists():
        raise KeyTaken(f"{service.programme} has a service with the key {service.key}. Change that one.")
    service.available = False
    return propose_addition(target=service, by=by, now=now)


def propose_addition(*, target: Record, by: Actor, now: datetime) -> Approval:
    """Keep a new record as a proposal and ask a second person: until then it is not there; raise RecordMoved."""
    change = RecordChange(
        programme=target.programme,
        record_type=type_of(target),
        record_id=target.pk,
        values=values_of_new(target),
        base_sha256="",
        proposed_at=now,
    )
    _refuse_moved(target, change)
    return _propose(change, f"{target}: new {target._meta.verbose_name} of {target.programme}", by=by)


def propose_change(*, target: Record, by: Actor, now: datetime) -> Approval:
    """Keep what `target`, unsaved, holds as a proposal and ask a second person; the record stays as it is.

    Raise RecordMoved where another record has what this one is to have.
    """
    stored = type(target)._default_manager.get(pk=target.pk)
    change = proposal_of(target, now=now)
    _refuse_moved(stored, change)
    return _propose(change, f"{stored}: {stored._meta.verbose_name} of {change.programme}", by=by)


def proposal_of(target: Record, *, now: datetime) -> RecordChange:
    """Return the change, unsaved, that makes a stored record what `target`, unsaved, holds."""
    stored = type(target)._default_manager.get(pk=target.pk)
    return RecordChange(
        programme=programme_of(target),
        record_type=type_of(stored),
        record_id=stored.pk,
        values=values_of(target),
        base_sha256=_sha256(values_of(stored)),
        proposed_at=now,
    )


def _propose(change: RecordChange, summary: str, *, by: Actor) -> Approval:
    now = change.proposed_at
    with audited(at=now):
        change.save(force_insert=True)
        subject = (change.record_type, change.record_id)
        record("record_change.proposed", actor=by.pk, subject=subject, programme=change.programme_id)
        return request_approval(
            programme=change.programme,
            subject_type=SUBJECT,
            subject_id=change.pk,
            subject_sha256=digest_of(change),
            summary=summary,
            author_id=by.pk,
            now=now,
        )


def approve_change(*, approval: Approval, by: Actor, now: datetime) -> Record:
    """Approve a change: it holds at once, or once every page that it touches is certified with it.

    Raise ApproverIsAuthor, AlreadyDecided, RecordMoved or ChangeRefused.
    """
    with audited(at=now):
        change = RecordChange.objects.get(pk=approval.subject_id)
        target = _locked_target(change)
        decide(approval=approval, approve=True, by=by, now=now)
        if digest_of(change) != approval.subject_sha256:
            raise RecordMoved("The proposal is not what it was. Propose the change again.")
        _refuse_moved(target, change)
        if effects().has_to_wait(change=change, make=lambda: make(change), by=by, now=now):
            record(
                "record_change.waits",
                actor=by.pk,
                subject=target,
                programme=programme_of(target),
                detail={"change": str(change.pk)},
            )
            return target
        return put_in_force(change=change, by=by, now=now)


def put_in_force(*, change: RecordChange, by: Actor | str, now: datetime) -> Record:
    """Make an approved change, by a person or a part of the system; raise RecordMoved for one that cannot be made.

    An approved safety record is no placeholder any more.
    """
    with audited(at=now):
        _refuse_moved(_locked_target(change), change)
        target = make(change)
        change.applied_at = now
        change.save(update_fields=["applied_at"])
        record(
            "record_change.applied",
            actor=by,
            subject=target,
            programme=programme_of(target),
            detail={"change": str(change.pk), "sha256": digest_of(change)},
        )
    return target


def make(change: RecordChange) -> Record:
    """Write the values of a change into its record, as they are to hold; nothing is recorded."""
    target = _locked_target(change)
    put_values(target, change.values)
    approved = changeable(change.record_type).when_approved
    if approved is not None:
        approved(target)
    target.save(force_insert=change.is_addition)
    return target


def refuse_moved(change: RecordChange) -> None:
    """Raise RecordMoved for a change that cannot be made any more, because of what was changed since."""
    _refuse_moved(_locked_target(change), change)


def _locked_target(change: RecordChange) -> Record:
    if change.is_addition:
        return change.target
    model = changeable(change.record_type).model
    return model._default_manager.select_for_update().get(pk=change.record_id)


def _refuse_moved(target: Record, change: RecordChange) -> None:
    if not change.is_addition and _sha256(values_of(target)) != change.base_sha256:
        raise RecordMoved("The record was changed after this was proposed. Propose the change again.")
    wanted = copy(target)
    put_values(wanted, change.values)
    try:
        wanted.validate_constraints()
    except ValidationError as error:
        raise RecordMoved(f"Another record stands in the way: {' '.join(error.messages)}") from error


def digest_of(change: RecordChange) -> str:
    """Return the SHA-256 of the record that is to change, what it was and what it is to be."""
    return _sha256({"target": str(change.record_id), "base": change.base_sha256, "values": change.values})


def _sha256(values: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()
