"""How changes of a record stand: in words, for whoever opens the change or the record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from approvals.models import Approval
from labelling.effects import effects
from labelling.models import RecordChange
from labelling.records import Record, type_of
from labelling.services import SUBJECT
from programme.models import Programme

FOR_APPROVAL = "Waits for a second person"
FOR_PAGES = "Approved. It takes effect once the pages that it touches are certified with it."


@dataclass(frozen=True, slots=True)
class OpenChange:
    """A change that was proposed and has not taken effect, and where to look at it."""

    what: str
    proposed_on: str
    state: str
    address: str


def state_of(change: RecordChange) -> str:
    """Say how a change stands; two queries at most."""
    if change.applied_at is not None:
        return f"In force since {_in_words(change.applied_at)}"
    approvals = Approval.objects.filter(subject_type=SUBJECT, subject_id=str(change.pk))
    approval = approvals.order_by("-requested_at").first()
    if approval is None or approval.state == Approval.State.REQUESTED:
        return FOR_APPROVAL
    if approval.state == Approval.State.REJECTED:
        return "Sent back"
    return FOR_PAGES if effects().waits(change=change) else "Given up"


def open_changes_of(record: Record) -> list[OpenChange]:
    """Return the changes of a record that wait for somebody, the latest first."""
    return _open(RecordChange.objects.filter(record_type=type_of(record), record_id=record.pk))


def open_additions(model: type[models.Model], programmes: QuerySet[Programme]) -> list[OpenChange]:
    """Return the records of a kind that wait to be added to programmes, the latest first."""
    label = model._meta.label_lower
    return _open(RecordChange.objects.filter(record_type=label, base_sha256="", programme__in=programmes))


def _open(changes: QuerySet[RecordChange]) -> list[OpenChange]:
    found = [
        OpenChange(
            what=str(change),
            proposed_on=_in_words(change.proposed_at),
            state=state_of(change),
            address=reverse("record_changes:inspect", args=[change.pk]),
        )
        for change in changes.filter(applied_at__isnull=True)
    ]
    return [one for one in found if one.state in (FOR_APPROVAL, FOR_PAGES)]


def _in_words(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
