from __future__ import annotations

import pytest

from audit.models import AuditEvent, ChainHead, PersonalDetail
from audit.trail import NotAudited, audited, record, record_read
from audit.verification import verify_chain
from tests.integration.audit.tampering import events

pytestmark = pytest.mark.django_db


def some_events(now, count=3):
    for number in range(count):
        with audited(at=now):
            record("thing.done", actor="worker", subject=("thing", number), personal={"name": f"N{number}"})


def a_failing_block(now):
    with audited(at=now):
        record("inner", actor="worker", subject=("thing", 1))
        raise ZeroDivisionError


def test_events_form_a_chain_that_verifies(now):
    some_events(now)

    verdict = verify_chain()

    assert verdict.holds
    assert verdict.events == 3


def test_recording_outside_an_audited_block_is_refused():
    with pytest.raises(NotAudited):
        record("thing.done", actor="worker", subject=("thing", 1))


def test_a_failing_block_leaves_neither_change_nor_event(now):
    with pytest.raises(ZeroDivisionError):
        a_failing_block(now)

    assert not AuditEvent.objects.exists()


def test_an_inner_block_that_fails_takes_only_its_own_events(now):
    with audited(at=now):
        record("outer", actor="worker", subject=("thing", 1))
        with pytest.raises(ZeroDivisionError):
            a_failing_block(now)

    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["outer"]


@pytest.mark.parametrize("column", ["action", "actor", "subject_id", "detail", "at", "personal_sha256"])
def test_changing_any_column_of_an_event_is_detected(now, column):
    some_events(now)
    values = {"detail": {"forged": 1}, "at": now.replace(year=2020)}
    events(sequence=2).update(**{column: values.get(column, "forged")})

    assert "Event 2" in verify_chain().fault


@pytest.mark.parametrize("removed", [1, 2, 3])
def test_removing_any_event_is_detected(now, removed):
    some_events(now)
    events(sequence=removed).delete()

    assert not verify_chain().holds


def test_swapping_two_events_is_detected(now):
    some_events(now)
    events(sequence=2).update(sequence=99)
    events(sequence=3).update(sequence=2)
    events(sequence=99).update(sequence=3)

    assert not verify_chain().holds


def test_a_shortened_chain_is_detected_by_its_head(now):
    some_events(now)
    events(sequence=3).delete()

    assert "head" in verify_chain().fault
    assert ChainHead.objects.get().sequence == 3


def test_changing_the_personal_side_is_detected_and_erasing_it_is_not_a_fault(now):
    some_events(now)
    side = PersonalDetail.objects.get(pk=2)
    side.values = {"name": "forged"}
    side.save()
    assert "personal detail of event 2" in verify_chain().fault

    side.delete()

    assert verify_chain().holds


def test_reading_twice_in_one_sitting_is_one_event(now, member, organisation):
    for sitting in ("morning", "morning", "evening"):
        record_read(actor=member, subject=organisation, sitting=sitting, at=now)

    assert AuditEvent.objects.filter(action="read").count() == 2
