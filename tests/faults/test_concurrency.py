"""Several at once on one row: one outcome, nobody's work lost, the trail whole. On both databases."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.db import connection
from django_tasks_db.models import DBTaskResult

from audit.models import AuditEvent
from audit.trail import audited, record
from audit.verification import verify_chain
from forms.routing.models import Attempt, Delivery
from forms.routing.pipeline import send_leg
from forms.routing.tasks import enqueue_delivery
from forms.submissions.models import Draft, Submission
from forms.submissions.services import ChangedSinceChecked, DraftClosed, save_step, submit
from forms.submissions.work import work_from_json
from tests.integration.routing.conftest import authority, mail_server  # noqa: F401
from tests.integration.routing.legs import a_leg
from tests.integration.submissions.conftest import (  # noqa: F401
    complete_draft,
    draft,
    form,
    kind,
    partners,
    step_answers,
    version,
)

pytestmark = [pytest.mark.faults, pytest.mark.django_db(transaction=True)]
T = TypeVar("T")


def _at_once(calls: Sequence[Callable[[], T]]) -> list[T | Exception]:
    """Make all calls at the same moment, each on a connection of its own; return what each gave or raised."""
    start = threading.Barrier(len(calls))

    def run(call: Callable[[], T]) -> T | Exception:
        try:
            connection.ensure_connection()
            start.wait()
            return call()
        except Exception as error:  # noqa: BLE001 - the test looks at what was raised
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def test_submitting_many_times_at_once_makes_one_submission(complete_draft: Draft, member: Any) -> None:  # noqa: F811
    revision, now = complete_draft.revision, complete_draft.updated_at

    def send() -> str:
        own = Draft.objects.get(pk=complete_draft.pk)
        return submit(draft=own, by=member, revision=revision, now=now).reference

    references = _at_once([send] * 6)

    assert references == [Submission.objects.get().reference] * 6
    assert Counter(Delivery.objects.values_list("partner__role", flat=True)) == {"nurse": 1, "homecare": 1}
    assert DBTaskResult.objects.count() == 2
    assert AuditEvent.objects.filter(action="submission.submitted").count() == 1
    assert verify_chain().holds


def test_a_page_saved_while_its_form_is_sent_is_sent_whole_or_said_to_be_late(
    complete_draft: Draft,  # noqa: F811
    member: Any,
) -> None:
    revision, now = complete_draft.revision, complete_draft.updated_at

    def send() -> str:
        own = Draft.objects.get(pk=complete_draft.pk)
        return submit(draft=own, by=member, revision=revision, now=now).reference

    def correct() -> str:
        own = Draft.objects.get(pk=complete_draft.pk)
        patient = {**work_from_json(own.work).answers, "name": "Corrected"}
        save_step(
            draft=own,
            step_key="patient",
            answers=patient,
            by=member,
            revision=revision,
            now=now,
            page="x" * 8,
        )
        return "saved"

    sent, saved = _at_once([send, correct])

    if isinstance(sent, str):
        assert isinstance(saved, DraftClosed), saved
        assert Submission.objects.get().answers["name"] == "Ada"
    else:
        assert isinstance(sent, ChangedSinceChecked), sent
        assert saved == "saved"
        kept = Draft.objects.get(pk=complete_draft.pk)
        assert work_from_json(kept.work).answers["name"] == "Corrected"


def test_pages_saved_at_the_same_time_are_all_kept(
    draft: Draft,  # noqa: F811
    organisation: Any,
    partners: Any,  # noqa: F811
    member: Any,
    now: Any,
) -> None:
    pages = step_answers(organisation, partners[1])

    def save(step_key: str) -> Callable[[], Draft]:
        def call() -> Draft:
            own = Draft.objects.get(pk=draft.pk)
            return save_step(
                draft=own, step_key=step_key, answers=pages[step_key], by=member, revision=0, now=now
            )

        return call

    results = _at_once([save(step_key) for step_key in pages])

    assert [one for one in results if isinstance(one, Exception)] == []
    work = work_from_json(Draft.objects.get(pk=draft.pk).work)
    assert work.visited == set(pages)
    assert work.answers == {key: value for answers in pages.values() for key, value in answers.items()}


def test_several_workers_send_one_leg_once(
    organisation: Any, homecare_provider: Any, mail_server: Any, now: Any  # noqa: F811
) -> None:  # fmt: skip
    leg = a_leg(
        organisation,
        homecare_provider,
        now=now,
        destination={"transport": "smtp", "address": "referrals@homecare.invalid"},
    )

    outcomes = _at_once(
        [lambda: send_leg(delivery_id=leg.pk, clock=lambda: now, schedule=enqueue_delivery)] * 5
    )

    assert Counter(map(str, outcomes)) == {"sent": 1, "not due": 4}
    assert mail_server.tries == len(mail_server.messages) == 1
    assert Attempt.objects.filter(delivery=leg).count() == 1


def test_the_trail_holds_with_eight_writers_at_once(programme: Any, now: Any) -> None:
    def write() -> None:
        for _ in range(15):
            with audited(at=now):
                record("test.first", actor="test", subject=programme)
                record("test.second", actor="test", subject=programme, personal={"name": "Ada"})

    before = verify_chain().events
    results = _at_once([write] * 8)

    assert results == [None] * 8
    verdict = verify_chain()
    assert verdict.holds, verdict.fault
    assert verdict.events == before + 8 * 15 * 2
