"""Walk the chain and tell the first link that does not hold."""

from __future__ import annotations

from dataclasses import dataclass

from audit.chain import FIRST_LINK, link, personal_hash
from audit.models import AuditEvent, ChainHead, PersonalDetail

CHUNK = 2000


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a walk found: how many events hold, and the first fault in words, if any."""

    events: int
    fault: str = ""

    @property
    def holds(self) -> bool:
        return not self.fault


def verify_chain() -> Verdict:
    """Re-compute every link in order, in bounded memory; stop at the first that does not hold."""
    expected, previous = 1, FIRST_LINK
    for event in AuditEvent.objects.order_by("sequence").iterator(chunk_size=CHUNK):
        if event.sequence != expected:
            return Verdict(expected - 1, f"Event {expected} is missing.")
        if event.previous_sha256 != previous or event.sha256 != link(event):
            return Verdict(expected - 1, f"Event {expected} was changed or moved.")
        previous, expected = event.sha256, expected + 1
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    if (head.sequence, head.sha256) != (expected - 1, previous):
        return Verdict(expected - 1, f"The chain ends at {expected - 1}, its head says {head.sequence}.")
    return _verify_sides(expected - 1)


def _verify_sides(events: int) -> Verdict:
    hashes = dict[int, str]()
    for side in PersonalDetail.objects.order_by("event_sequence").iterator(chunk_size=CHUNK):
        hashes[side.event_sequence] = personal_hash(side.values, salt=bytes(side.salt))
        if len(hashes) >= CHUNK and (fault := _compare(hashes)):
            return Verdict(events, fault)
        if len(hashes) >= CHUNK:
            hashes.clear()
    return Verdict(events, _compare(hashes))


def _compare(hashes: dict[int, str]) -> str:
    kept = dict(AuditEvent.objects.filter(pk__in=hashes).values_list("sequence", "personal_sha256"))
    for sequence, found in hashes.items():
        if kept.get(sequence) != found:
            return f"The personal detail of event {sequence} was changed."
    return ""
