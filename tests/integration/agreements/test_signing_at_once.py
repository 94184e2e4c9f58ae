"""Two people at the same moment, each with a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date, datetime, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from accounts.models import Membership, User
from agreements.kinds import Kind
from agreements.models import Agreement, Signature, SigningRequest
from agreements.refusals import AgreementRefused
from agreements.services.issuing import AlreadyOnItsWay, issue
from agreements.services.sealing import seal
from agreements.services.signing import sign
from agreements.services.terminating import request_termination
from agreements.verification.records import verify_records
from audit.models import AuditEvent
from audit.verification import verify_chain
from forms.routing.models import Delivery
from tests import builders
from tests.agreeing import (
    CLIENT,
    Parties,
    asked,
    claim,
    countersigned,
    given_for,
    issued,
    made_ready,
    proved,
    put_out,
    signed,
)
from tests.integration.agreements.papers import on_paper

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works: Callable[[], object]) -> list[str]:
    """Run works in threads that start together; return "done" or the name of what refused each."""
    gate = Barrier(len(works))

    def run(work: Callable[[], object]) -> str:
        gate.wait()
        try:
            work()
        except AgreementRefused as refusal:
            return type(refusal).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@pytest.fixture
def ready(who: Parties, now: datetime) -> SigningRequest:
    request = asked(who, put_out(who, issued(who, Kind.SLA, now=now), now=now), now=now)
    made_ready(request, by=who.signatory, now=now)
    request.agreement.refresh_from_db()
    return request


def signing(request: SigningRequest, person: User, now: datetime) -> Callable[[], object]:
    def work() -> object:
        return sign(
            request=SigningRequest.objects.select_related("agreement").get(pk=request.pk),
            given=given_for(request.agreement, name=person.name),
            by=User.objects.get(pk=person.pk),
            client=CLIENT,
            authentication=proved(now),
            now=now,
        )

    return work


def test_a_double_click_makes_one_signature(who: Parties, ready: SigningRequest, now: datetime) -> None:
    outcomes = at_once(*[signing(ready, who.signatory, now)] * 3)

    assert sorted(outcomes) == ["LinkUsed", "LinkUsed", "done"]
    assert Signature.objects.count() == 1
    assert AuditEvent.objects.filter(action="agreement.signed").count() == 1
    assert Agreement.objects.get().requests.filter(party="counterparty").count() == 1
    assert verify_chain().holds


def test_two_people_of_the_counterparty_who_sign_at_once_make_one_signature(
    who: Parties, ready: SigningRequest, now: datetime
) -> None:
    signing(ready, who.signatory, now)()
    second = builders.a_user(email="second@homecare.invalid", name="Cara Second")
    Membership.objects.create(user=second, partner=who.homecare, started_at=now)
    agreement = Agreement.objects.get()

    def whole_way(person: User) -> Callable[[], object]:
        def work() -> object:
            mine = User.objects.get(pk=person.pk)
            request = claim(
                agreement=Agreement.objects.get(pk=agreement.pk), by=mine, authentication=proved(now), now=now
            )
            return signed(request, by=mine, now=now)

        return work

    outcomes = at_once(whole_way(who.countersigners["homecare"]), whole_way(second))

    assert outcomes.count("done") <= 1
    assert Signature.objects.filter(party="counterparty").count() == outcomes.count("done")
    agreement.refresh_from_db()
    assert (agreement.stage == "countersigned") == ("done" in outcomes)
    assert verify_chain().holds


def test_two_who_start_the_same_agreement_make_one(who: Parties, now: datetime) -> None:
    def start() -> object:
        return issue(
            organisation=who.organisation, kind=Kind.SLA, partner=who.homecare, by=who.preparer, now=now
        )

    assert sorted(at_once(start, start)) == [AlreadyOnItsWay.__name__, "done"]
    assert Agreement.objects.count() == 1


def test_two_workers_that_seal_complete_it_once(who: Parties, ready: SigningRequest, now: datetime) -> None:
    signing(ready, who.signatory, now)()
    agreement = Agreement.objects.get()
    countersigned(who, agreement, now=now)

    at_once(*[lambda: seal(agreement_id=agreement.pk, now=now)] * 2)

    agreement.refresh_from_db()
    assert agreement.stage == Agreement.Stage.COMPLETE
    assert AuditEvent.objects.filter(action="agreement.completed").count() == 1
    assert Delivery.objects.filter(subject_id=agreement.pk).count() == 1
    assert agreement.seal_problem == ""
    assert verify_chain().holds


def terminating(agreement: Agreement, person: User, at: datetime, day: date) -> Callable[[], object]:
    def work() -> object:
        return request_termination(
            agreement=Agreement.objects.get(pk=agreement.pk),
            requested_on=at.date(),
            terminates_on=day,
            reason="Letter.",
            by=User.objects.get(pk=person.pk),
            now=at,
        )

    return work


def pausing_once_it_holds_a_row(work: Callable[[], object], other_holds_one: Barrier) -> Callable[[], object]:
    """Let a work wait after its first lock until the other one has its own, or cannot get it."""

    def paused() -> object:
        held: list[str] = []

        def after(execute: Callable[..., object], sql: str, *rest: object) -> object:
            answer = execute(sql, *rest)
            if "FOR UPDATE" in sql and not held:
                held.append(sql)
                with suppress(BrokenBarrierError):
                    other_holds_one.wait(timeout=1)
            return answer

        with connection.execute_wrapper(after):
            return work()

    return paused


def test_two_that_change_each_others_dates_never_wait_for_each_other(who: Parties, now: datetime) -> None:
    today = now.date()
    first = on_paper(who, Kind.SLA, now=now, effective_on=today + timedelta(10), scan=b"%PDF-1.7 one")
    second = on_paper(who, Kind.SLA, now=now, effective_on=today + timedelta(20), scan=b"%PDF-1.7 two")
    terminating(first, who.office, now, today + timedelta(5))()
    # Put off, the first begins after all and looks for the next; the second never begins and frees the first.
    put_off = terminating(first, who.office, now, today + timedelta(15))
    called_off = terminating(second, who.second_office, now, today + timedelta(12))
    both_hold_one = Barrier(2)

    outcomes = at_once(*(pausing_once_it_holds_a_row(one, both_hold_one) for one in (put_off, called_off)))

    assert outcomes == ["done", "done"]
    first.refresh_from_db()
    assert (first.superseded_on, first.terminates_on) == (None, today + timedelta(15))
    assert verify_records().holds
    assert verify_chain().holds
