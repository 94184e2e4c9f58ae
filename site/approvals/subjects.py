"""What can be approved. Upper floors say how their subjects are put in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from approvals.models import Approval
from approvals.services import Actor


class Approve(Protocol):
    """Approve a request and put its subject in force, in one transaction; refuse with a named exception."""

    def __call__(self, *, approval: Approval, by: Actor, now: datetime) -> object: ...


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that is approved: its name for people, how to approve one, where to look at it."""

    label: str
    permission: str
    approve: Approve
    address: Callable[[Approval], str]
    refusals: tuple[type[Exception], ...] = ()


_subjects: dict[str, Subject] = {}


def register_subject(subject_type: str, subject: Subject) -> None:
    """Say how approvals of `subject_type` are decided; a second registration replaces the first."""
    _subjects[subject_type] = subject


def subject_of(approval: Approval) -> Subject | None:
    """Return how an approval is decided, or None when its floor is not installed."""
    return _subjects.get(approval.subject_type)
