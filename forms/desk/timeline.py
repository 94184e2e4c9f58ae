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
from forms.documents.models import Document
from forms.routing.models import Delivery
from forms.submissions.models import Draft, Submission

SYSTEM = "The system"
MOST_SHOWN = 500
SENTENCES = {
    "draft.started": "Draft begun",
    "draft.handed_over": "Draft handed over to a colleague",
    "draft.carried_over": "Draft carried over to a newer version",
    "submission.submitted": "Sent",
    "submission.submitter_notified": "Submitter told by e-mail how the deliveries ended",
    "submission.submitter_left": "Nobody told: the submitter has left the organisation",
    "document.created": "Document made",
    "document.rendered": "Document drawn",
    "document.failed": "Document could not be drawn",
    "document.sealed": "Document sealed",
    "delivery.created": "Delivery begun",
    "delivery.sent": "Delivery handed over",
    "delivery.acknowledged": "Arrival confirmed by the partner",
    "delivery.failed": "Delivery failed",
    "delivery.held": "Delivery held",
    "delivery.retrying": "A try failed; the system tries again",
    "delivery.retried": "Delivery tried again by hand",
    "delivery.released": "Held delivery released",
    "delivery.cancelled": "Delivery cancelled",
    "delivery.rerouted": "Delivery re-routed",
    "delivery.office_told": "Programme office told by e-mail",
    "delivery.destruction_confirmed": "Destruction of the first copy confirmed",
    "desk.assigned": "Assigned",
    "desk.tagged": "Tag added",
    "desk.untagged": "Tag removed",
    "desk.note_written": "Note written",
    READ: "Answers or document read",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Something that happened: when, what, about which recipient, and who did it."""

    at: datetime
    sentence: str
    about: str
    who: str


def timeline_of(submission: Submission, *, with_reads: bool) -> tuple[Moment, ...]:
    """Return what happened, the oldest first; five queries. Who read it is for those who may read it too."""
    recipients = _recipients(submission)
    subjects = [str(submission.pk), str(submission.draft_id), *map(str, recipients)]
    events = AuditEvent.objects.filter(subject_id__in=subjects, subject_type__in=_types())
    if not with_reads:
        events = events.exclude(action=READ)
    shown = list(events.order_by("-sequence")[:MOST_SHOWN])[::-1]
    names = _names(shown)
    return tuple(
        Moment(
            at=event.at,
            sentence=_sentence(event, submission),
            about=_about(event, recipients, names),
            who=names.get(event.actor, SYSTEM),
        )
        for event in shown
    )


def _types() -> list[str]:
    return [model._meta.label_lower for model in (Submission, Draft, Document, Delivery)]


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
    known = SENTENCES.get(event.action)
    return known or event.action.replace(".", ": ").replace("_", " ").capitalize()


def _about(event: AuditEvent, recipients: Mapping[UUID, str], names: Mapping[str, str]) -> str:
    detail: dict[str, Any] = event.detail
    if given := detail.get("assignee") or detail.get("owner"):
        return names.get(str(given), "")
    key = _key(event.subject_id)
    return recipients.get(key, "") if key else ""
