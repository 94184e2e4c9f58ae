"""The events of an agreement in words, from the audit chain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from accounts.models import User
from agreements.events import SUBJECT
from agreements.models import Agreement
from audit.models import AuditEvent, PersonalDetail

SENTENCES = {
    "issued": "Started",
    "particulars_begun": "Began to fill in the particulars",
    "particulars_taken_over": "Took the particulars over from a colleague",
    "put_out": "Completed the particulars: the text is fixed and out for signature",
    "signatory_named": "Named who signs for the organisation",
    "link_opened": "Opened the link to sign",
    "link_refused": "Tried a link that was sent to another person",
    "handed_over": "Handed the request to sign over to a colleague",
    "read": "Read the agreement",
    "pdf_downloaded": "Downloaded the PDF before signing",
    "authority_confirmed": "Confirmed the authority to sign",
    "consented": "Consented to sign electronically",
    "signed": "Signed for the organisation",
    "counterparty_asked": "The counterparty was asked to countersign",
    "countersigning_claimed": "Took on the counter-signature",
    "countersigned": "Signed for the counterparty",
    "sealed": "Sealed electronically",
    "seal_failed": "The seal could not be applied; it is tried again",
    "completed": "Complete",
    "superseded": "Superseded by another agreement",
    "declined": "Declined to sign",
    "withdrawn": "Withdrawn",
    "voided": "Voided",
    "lapsed": "Not signed by the last day",
    "reminded": "Reminded whose turn it is",
    "team_reminded": "Reminded the team",
    "ending_told": "Told the team that it ends soon",
    "termination_requested": "Termination recorded",
    "attested": "Attested what was signed elsewhere",
    "confirmed": "Confirmed what a colleague attested",
    "to_be_replaced": "To be signed anew on a new text",
    "repapering_called_off": "Need not be signed anew",
    "signing_extended": "Gave more time to sign",
    "void_proposed": "Proposed to void it, which a second person has to confirm",
    "void_dropped": "Took the proposal to void it back",
    "void_overtaken": "Sealed after all, so the proposal to void it was dropped",
    "superseding_undone": "Stands again: what superseded it was voided, or ends before it begins",
    "notice_sent": "Mail sent",
    "notice_dropped": "Mail no longer needed",
    "notice_refused": "Mail refused for good by the mail server",
    "notice_sent_again": "Mail sent again",
    "copy_downloaded": "Downloaded the sealed copy",
}
# Mails and downloads are evidence, and clutter on a page: the certificate lists them, the page does not.
MINOR = frozenset({"notice_sent", "notice_dropped", "copy_downloaded", "pdf_downloaded"})
PREFIX = "agreement."


@dataclass(frozen=True, slots=True)
class Entry:
    """One event: when, who, what, and what it says about itself."""

    sequence: int
    at: datetime
    action: str
    sentence: str
    who: str
    reason: str
    detail: Mapping[str, Any]
    personal: Mapping[str, Any]
    sha256: str
    actor: str


def timeline_of(agreement: Agreement, *, minor: bool = False) -> tuple[Entry, ...]:
    """Return the agreement's events, oldest first; three queries. `minor` adds mails and downloads."""
    events = list(AuditEvent.objects.filter(subject_type=SUBJECT, subject_id=str(agreement.pk)))
    names = names_of(event.actor for event in events)
    sides = sides_of(events)
    entries = (_entry(event, names, sides) for event in events)
    return tuple(entry for entry in entries if minor or entry.action not in MINOR)


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """Return the names of the people among actors by id; one query."""
    ids = {actor for actor in actors if _is_uuid(actor)}
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


def sides_of(events: Iterable[AuditEvent]) -> dict[int, PersonalDetail]:
    """Return the erasable side records of events by their sequence; one query."""
    return PersonalDetail.objects.in_bulk([event.sequence for event in events if event.personal_sha256])


def personal_of(event: AuditEvent, sides: Mapping[int, PersonalDetail]) -> Mapping[str, Any]:
    """Return what an event says of persons, reasons that somebody typed included; nothing once erased."""
    side = sides.get(event.sequence)
    return (side.values or {}) if side else {}


def _entry(event: AuditEvent, names: Mapping[str, str], sides: Mapping[int, PersonalDetail]) -> Entry:
    action = event.action.removeprefix(PREFIX)
    personal = personal_of(event, sides)
    return Entry(
        sequence=event.sequence,
        at=event.at,
        action=action,
        sentence=SENTENCES.get(action, action.replace("_", " ").capitalize()),
        who=names.get(event.actor, "The system"),
        reason=str(personal.get("reason", "")),
        detail=event.detail,
        personal=personal,
        sha256=event.sha256,
        actor=event.actor,
    )


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
