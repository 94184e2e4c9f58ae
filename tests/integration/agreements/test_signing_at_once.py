"""Two people at the same moment, each with a connection of their own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import Membership, User
from agreements.kinds import Kind
from agreements.models import Agreement, Signature, SigningRequest
from agreements.refusals import AgreementRefused
from agreements.services.issuing import AlreadyOnItsWay, issue
from agreements.services.sealing import seal
from agreements.services.signing import sign
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
