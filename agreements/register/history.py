"""Everything that happened with an organisation's agreements, in one line of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from agreements.events import SUBJECT
from agreements.evidence.timeline import MINOR, PREFIX, SENTENCES, names_of, personal_of, sides_of
from agreements.models import Agreement
from audit.models import AuditEvent

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """An event: when, about which agreement, what, who and why."""

    at: datetime
    agreement: Agreement
    sentence: str
    who: str
    reason: str


def history_of(agreements: Sequence[Agreement]) -> tuple[HistoryLine, ...]:
    """Return the latest events of these agreements, the newest first, without the minor ones; three queries."""
    by_id = {str(one.pk): one for one in agreements}
    events = list(
        AuditEvent.objects.filter(subject_type=SUBJECT, subject_id__in=list(by_id))
        .exclude(action__in=[f"{PREFIX}{minor}" for minor in MINOR])
        .order_by("-sequence")[:MOST_SHOWN]
    )
    names, sides = names_of(event.actor for event in events), sides_of(events)
    return tuple(
        HistoryLine(
            at=event.at,
            agreement=by_id[event.subject_id],
            sentence=_sentence(event),
            who=names.get(event.actor, "The system"),
            reason=str(personal_of(event, sides).get("reason", "")),
        )
        for event in events
    )


def _sentence(event: AuditEvent) -> str:
    action = event.action.removeprefix(PREFIX)
    return SENTENCES.get(action, action.replace("_", " ").capitalize())
