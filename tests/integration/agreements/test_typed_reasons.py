"""What somebody typed may name people: it can be erased, and no event of the chain holds it for ever."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest

from agreements.evidence.timeline import timeline_of
from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.register.history import history_of
from agreements.services.closing import decline, void, withdraw
from agreements.services.signatories import hand_over
from agreements.services.terminating import request_termination
from agreements.services.voiding import confirm_void, void_attested
from audit.models import AuditEvent, PersonalDetail
from audit.verification import verify_chain
from tests.agreeing import Parties, asked, issued, put_out
from tests.integration.agreements.papers import on_paper

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)
WHY = "Dr Quillon Testperson has left."


def declined(who: Parties, now: datetime) -> Agreement:
    request = asked(who, put_out(who, issued(who, Kind.SLA, now=now), now=now), now=now)
    return decline(request=request, reason=WHY, by=who.signatory, now=now)


def handed_over(who: Parties, now: datetime) -> Agreement:
    request = asked(who, put_out(who, issued(who, Kind.SLA, now=now), now=now), now=now)
    hand_over(
        request=request, name="Sam Second", job_title="Director", email="sam@harbour.invalid", reason=WHY,
        by=who.signatory, now=now,
    )  # fmt: skip
    return request.agreement


def withdrawn(who: Parties, now: datetime) -> Agreement:
    return withdraw(agreement=issued(who, Kind.SLA, now=now), reason=WHY, by=who.preparer, now=now)


def voided(who: Parties, now: datetime) -> Agreement:
    return void(agreement=issued(who, Kind.SLA, now=now), reason=WHY, by=who.office, now=now)


def voided_by_two(who: Parties, now: datetime) -> Agreement:
    paper = on_paper(who, Kind.SLA, now=now, effective_on=TODAY)
    void_attested(agreement=paper, reason=WHY, by=who.office, now=now)
    return confirm_void(agreement=paper, by=who.second_office, now=now)


def terminated(who: Parties, now: datetime) -> Agreement:
    return request_termination(
        agreement=on_paper(who, Kind.SLA, now=now, effective_on=TODAY), requested_on=TODAY,
        terminates_on=TODAY, reason=WHY, by=who.office, now=now,
    )  # fmt: skip


@pytest.mark.parametrize("end", [declined, handed_over, withdrawn, voided, voided_by_two, terminated])
def test_a_typed_reason_is_shown_until_it_is_erased_and_the_chain_holds_either_way(
    who: Parties, now: datetime, end: Callable[[Parties, datetime], Agreement]
) -> None:
    agreement = end(who, now)

    assert not [event.action for event in AuditEvent.objects.all() if WHY in str(event.detail)]
    assert WHY in [entry.reason for entry in timeline_of(agreement)]
    assert WHY in [line.reason for line in history_of([agreement])]
    PersonalDetail.objects.all().delete()
    assert WHY not in [entry.reason for entry in timeline_of(agreement)]
    assert WHY not in [line.reason for line in history_of([agreement])]
    assert verify_chain().holds
