"""What can be approved. Upper floors say what people see of their subjects and how they are put in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet

from approvals.models import Approval
from approvals.services import Actor

# Labels with values in words, in the order in which people read them.
Facts = tuple[tuple[str, str], ...]


class Approve(Protocol):
    """Approve a request and put its subject in force, in one transaction; refuse with a named exception."""

    def __call__(self, *, approval: Approval, by: Actor, now: datetime) -> object: ...


class SendBack(Protocol):
    """Send a request back and its subject with it, in one transaction."""

    def __call__(self, *, approval: Approval, by: Actor, now: datetime, comment: str) -> object: ...


class Person(Protocol):
    """Whoever looks at requests: an actor with rights."""

    pk: Any

    def has_perm(self, perm: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Decision:
    """How requests are decided: the right that it takes, what approving does and how that refuses.

    Without `send_back`, sending back changes the request only.
    """

    permission: str
    approve: Approve
    refusals: tuple[type[Exception], ...] = ()
    send_back: SendBack | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that is approved: its name, where to look at one, and its facts: never a secret.

    Without a `decision`, its requests are made and decided in one act elsewhere, and are only looked at here.
    """

    label: str
    address: Callable[[Approval], str]
    facts: Callable[[Approval], Facts]
    decision: Decision | None = None


_subjects: dict[str, Subject] = {}


def register_subject(subject_type: str, subject: Subject) -> None:
    """Say what approvals of `subject_type` are about; a second registration replaces the first."""
    _subjects[subject_type] = subject


def subject_of(approval: Approval) -> Subject | None:
    """Return what an approval is about, or None when its floor is not installed."""
    return _subjects.get(approval.subject_type)


def waiting_for(person: Person) -> QuerySet[Approval]:
    """Return the undecided requests that a person may decide: never their own."""
    types = [
        subject_type
        for subject_type, subject in _subjects.items()
        if subject.decision is not None and person.has_perm(subject.decision.permission)
    ]
    waiting = Approval.objects.filter(state=Approval.State.REQUESTED, subject_type__in=types)
    return waiting.exclude(author_id=person.pk)
