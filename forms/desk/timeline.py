"""Everything that happened with one submission, in one line of time: from the audit trail, never an answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from accounts.permissions import metadata_of
from audit.models import AuditEvent
from audit.trail import READ
from forms.definitions.fields.files import kind_and_size
from forms.desk.rows import VISITOR
from forms.desk.sentences import SENTENCES, WAITS_FOR_THE_SCAN
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.files import takes_files
from forms.submissions.models import Draft, Submission
from forms.submissions.visitors.identity import ACTOR
from forms.uploads.models import Upload

SYSTEM = "The system"
MOST_SHOWN = 500


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened: when, what, about which recipient or kind of file, and who did it."""

    at: datetime
    sentence: str
    about: str
    who: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """What happened, the oldest first; `begins_later`: more than that happened before."""

    moments: tuple[Moment, ...]
    begins_later: bool


def timeline_of(submission: Submission, *, with_reads: bool) -> Timeline:
    """Return the last events of a submission. Who read it is for those who may read it too.

    Five queries, and two more where the form takes files.
    """
    recipients = _recipients(submission)
    subjects = [str(submission.pk), str(submission.draft_id), *map(str, recipients)]
    events = AuditEvent.objects.filter(subject_id__in=subjects, subject_type__in=_types())
    if not with_reads:
        events = events.exclude(action=READ)
    found = [*events.order_by("-sequence")[: MOST_SHOWN + 1], *_of_files(submission)]
    found.sort(key=lambda event: event.sequence)
    shown = found[-MOST_SHOWN:]
    names = _names(shown)
    moments = tuple(
        Moment(
            at=event.at,
            sentence=_sentence(event, submission),
            about=_about(event, recipients, names),
            who=VISITOR if event.actor == ACTOR else names.get(event.actor, SYSTEM),
        )
        for event in shown
    )
    return Timeline(moments, begins_later=len(found) > MOST_SHOWN)


def _types() -> list[str]:
    return [model._meta.label_lower for model in (Submission, Draft, Document, Delivery)]


def _of_files(submission: Submission) -> list[AuditEvent]:
    """Return what happened with the draft's files, those that were removed too: of these only events are left."""
    if not takes_files(submission.form_version_id):
        return []
    begun = Draft.objects.filter(pk=submission.draft_id).values_list("created_at", flat=True).get()
    events = AuditEvent.objects.filter(
        at__range=(begun, submission.submitted_at),
        subject_type=Upload._meta.label_lower,
        detail__draft=str(submission.draft_id),
    )
    return list(events.order_by("-sequence")[: MOST_SHOWN + 1])


def _recipients(submission: Submission) -> dict[UUID, str]:
    """Return who each document and each leg is for."""
    documents = metadata_of(Document).filter(subject_id=submission.pk).values_list("pk", "partner__name")
    legs = metadata_of(Delivery).filter(subject_id=submission.pk).values_list("pk", "partner__name")
    return {pk: name or "own copy" for pk, name in (*documents, *legs)}


def _names(events: Iterable[AuditEvent]) -> dict[str, str]:
    """Return the names of everybody who did something or was given something."""
    keys = set()
    for event in events:
        keys |= {event.actor, str(event.detail.get("assignee", "")), str(event.detail.get("owner", ""))}
    people = User.objects.filter(pk__in=[key for key in map(_key, keys) if key])
    return {str(pk): name for pk, name in people.values_list("pk", "name")}


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _sentence(event: AuditEvent, submission: Submission) -> str:
    if event.action == "submission.submitted":
        return f"Sent, on version {submission.form_version.number} of the form"
    if event.action == "desk.assigned" and not event.detail.get("assignee"):
        return "Assigned to nobody any more"
    if event.action == "upload.stored" and event.detail.get("state") == Upload.State.WAITING:
        return WAITS_FOR_THE_SCAN
    known = SENTENCES.get(event.action)
    return known or event.action.replace(".", ": ").replace("_", " ").capitalize()


def _about(event: AuditEvent, recipients: Mapping[UUID, str], names: Mapping[str, str]) -> str:
    detail: dict[str, Any] = event.detail
    if given := detail.get("assignee") or detail.get("owner"):
        return names.get(str(given), "")
    if event.subject_type == Upload._meta.label_lower:
        return kind_and_size(detail["media_type"], detail["size"])
    if event.action == "draft.begun_like":
        return str(detail["reference"])
    key = _key(event.subject_id)
    return recipients.get(key, "") if key else ""
