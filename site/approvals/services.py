"""Ask for, give and refuse approval."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from approvals.models import Approval
from audit.trail import audited, record
from programme.models import Programme


class ApproverIsAuthor(Exception):
    """The person deciding drew up what is to be decided."""


class AlreadyDecided(Exception):
    """The request was decided before."""


class Actor(Protocol):
    """Whoever acts: anything with a primary key that is a UUID."""

    pk: Any


def request_approval(
    *,
    programme: Programme,
    subject_type: str,
    subject_id: object,
    subject_sha256: str,
    summary: str,
    author_id: UUID,
    now: datetime,
) -> Approval:
    """Ask for a second person's decision on exactly the content with this hash."""
    with audited(at=now):
        approval = Approval.objects.create(
            programme=programme,
            subject_type=subject_type,
            subject_id=str(subject_id),
            subject_sha256=subject_sha256,
            summary=summary[:240],
            author_id=author_id,
            requested_at=now,
        )
        record(
            "approval.requested",
            actor=author_id,
            subject=(subject_type, subject_id),
            programme=programme,
            detail={"approval": str(approval.pk), "sha256": subject_sha256},
        )
    return approval


def decide(*, approval: Approval, approve: bool, by: Actor, now: datetime, comment: str = "") -> Approval:
    """Approve or send back; raise ApproverIsAuthor or AlreadyDecided."""
    with audited(at=now):
        current = Approval.objects.select_for_update().get(pk=approval.pk)
        if current.state != Approval.State.REQUESTED:
            raise AlreadyDecided("This request was decided before. Open it to see by whom.")
        if by.pk == current.author_id:
            raise ApproverIsAuthor("Somebody other than the author must decide this.")
        current.state = Approval.State.APPROVED if approve else Approval.State.REJECTED
        current.decided_by_id = by.pk
        current.decided_at = now
        current.comment = comment
        current.save()
        record(
            f"approval.{current.state}",
            actor=by.pk,
            subject=(current.subject_type, current.subject_id),
            programme=current.programme_id,
            detail={"approval": str(current.pk), "sha256": current.subject_sha256},
        )
    return current


def send_back(*, approval: Approval, by: Actor, now: datetime, comment: str) -> Approval:
    """Send a request back to its author; raise ApproverIsAuthor or AlreadyDecided."""
    return decide(approval=approval, approve=False, by=by, now=now, comment=comment)


def withdraw(*, approval: Approval, by: object, now: datetime) -> Approval:
    """Take back a request that nobody needs decided any more; one that was decided stays as it is.

    `by` is who, or which part of the system, made it needless.
    """
    with audited(at=now):
        current = Approval.objects.select_for_update().get(pk=approval.pk)
        if current.state != Approval.State.REQUESTED:
            return current
        current.state = Approval.State.WITHDRAWN
        current.decided_at = now
        current.save(update_fields=["state", "decided_at"])
        record(
            "approval.withdrawn",
            actor=by,
            subject=(current.subject_type, current.subject_id),
            programme=current.programme_id,
            detail={"approval": str(current.pk), "sha256": current.subject_sha256},
        )
    return current
