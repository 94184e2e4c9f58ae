"""Bring an audit chain to a length, with real links: python -m tests.bench.chain_events <events>."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime

import django

django.setup()

from django.db import transaction

from audit.chain import link, personal_hash
from audit.models import AuditEvent, ChainHead, PersonalDetail

AT = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
CHUNK = 5_000
WITH_PERSON = 10


def append(head: ChainHead, count: int) -> None:
    """Append so many events and move the head, as `audited` does, in one transaction."""
    events, sides = [], []
    for number in range(head.sequence + 1, head.sequence + count + 1):
        event = AuditEvent(
            sequence=number, at=AT, action="agreement.read", actor="00000000-0000-0000-0000-000000000001",
            subject_type="agreements.agreement", subject_id=f"{number % 10_000:036d}", programme="examplecare",
            organisation="harbour", detail={"reference": "EC-7K3M-2QXA", "kind": "sla", "presented": "0" * 64},
            previous_sha256=head.sha256,
        )  # fmt: skip
        if number % WITH_PERSON == 0:
            sides.append(_side(event))
        event.sha256 = link(event)
        head.sequence, head.sha256 = number, event.sha256
        events.append(event)
    with transaction.atomic():
        AuditEvent.objects.bulk_create(events)
        PersonalDetail.objects.bulk_create(sides)
        head.save()


def _side(event: AuditEvent) -> PersonalDetail:
    side = PersonalDetail(event_sequence=event.sequence, salt=os.urandom(32))
    side.values = {"name": "Sia Signatory", "email": "signatory@harbour.invalid"}
    event.personal_sha256 = personal_hash(side.values, salt=side.salt)
    return side


def main(wanted: int) -> None:
    head, _ = ChainHead.objects.get_or_create(pk=1)
    missing, start = wanted - head.sequence, time.perf_counter()
    for done in range(0, missing, CHUNK):
        append(head, min(CHUNK, missing - done))
    sys.stdout.write(f"written={missing} writing={time.perf_counter() - start:.3f}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
