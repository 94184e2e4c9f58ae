"""The seal fails closed: no agreement is complete without it, the office is told once, and the job retries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core import mail

from agreements.kinds import Kind
from agreements.models import Agreement, Notice
from agreements.next_steps import Actor, NextStep, next_step
from agreements.notices.sending import send
from agreements.periodic import certify_what_waits, seal_what_waits
from agreements.readiness import Held
from agreements.register.troubles import count_troubles
from agreements.services.copies import send_copies
from agreements.services.sealing import CERTIFICATE, complete, seal
from agreements.services.voiding import void_attested
from agreements.standing import standing_of
from agreements.tasks import seal_agreement
from audit.models import AuditEvent
from audit.verification import verify_chain
from forms.documents.models import Document
from forms.documents.sealing import SealFailed
from forms.routing.jobs import JobFailed
from forms.routing.models import Delivery
from tests.agreeing import Parties, asked, countersigned, issued, put_out, signed
from tests.processes import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_by_all(who: Parties, now: datetime) -> Agreement:
    agreement = put_out(who, issued(who, Kind.SLA, now=now), now=now)
    signed(asked(who, agreement, now=now), by=who.signatory, now=now)
    agreement.refresh_from_db()
    countersigned(who, agreement, now=now)
    agreement.refresh_from_db()
    return agreement


@pytest.fixture
def no_time_stamps(settings) -> None:
    settings.SEAL_TIMESTAMP_URL = f"http://127.0.0.1:{free_port()}/stamp"


def test_while_no_time_stamp_is_to_be_had_it_stays_signed_by_all(
    signed_by_all: Agreement, no_time_stamps: None, now: datetime
) -> None:
    assert seal(agreement_id=signed_by_all.pk, now=now) == "not sealed"

    signed_by_all.refresh_from_db()
    assert (signed_by_all.stage, signed_by_all.completed_at) == ("countersigned", None)
    assert "time stamp" in signed_by_all.seal_problem
    assert signed_by_all.seal_tried_at == now
    assert signed_by_all.sealed_copy.state == Document.State.FAILED
    assert not Delivery.objects.filter(subject_id=signed_by_all.pk).exists()
    assert not Notice.objects.filter(template="complete").exists()


def test_the_office_is_told_once_however_often_it_fails(
    signed_by_all: Agreement, no_time_stamps: None, now: datetime, settings
) -> None:
    for hours in range(3):
        seal(agreement_id=signed_by_all.pk, now=now + timedelta(hours=hours))

    alarm = Notice.objects.get(template="seal_failed")
    assert alarm.email == settings.DELIVERY_CONTACT_EMAIL
    assert AuditEvent.objects.filter(action="agreement.seal_failed").count() == 3
    assert send(notice_id=alarm.pk, now=now) == "sent seal_failed"
    assert signed_by_all.reference in mail.outbox[-1].subject


def test_the_job_shows_as_failed_until_it_can_seal(
    signed_by_all: Agreement, no_time_stamps: None, now: datetime, settings
) -> None:
    with pytest.raises(JobFailed, match="1 could not be sealed"):
        seal_what_waits(now)
    settings.SEAL_TIMESTAMP_URL = ""

    assert seal_what_waits(now) == "1 agreements sealed"

    signed_by_all.refresh_from_db()
    assert (signed_by_all.stage, signed_by_all.seal_problem) == ("complete", "")
    assert signed_by_all.sealed_copy.sealed
    assert verify_chain().holds
    assert seal_what_waits(now) == "0 agreements sealed"


def test_the_alarm_is_dropped_once_it_is_sealed(
    signed_by_all: Agreement, no_time_stamps: None, now: datetime, settings
) -> None:
    seal(agreement_id=signed_by_all.pk, now=now)
    settings.SEAL_TIMESTAMP_URL = ""
    seal(agreement_id=signed_by_all.pk, now=now)

    alarm = Notice.objects.get(template="seal_failed")
    assert send(notice_id=alarm.pk, now=now) == "no longer of use"


def test_the_worker_seals_what_is_queued(signed_by_all: Agreement) -> None:
    assert seal_agreement.func(str(signed_by_all.pk)) == "sealed"
    assert seal_agreement.func(str(signed_by_all.pk)) == "nothing to seal"


def test_without_a_seal_nothing_can_be_completed_or_copied(signed_by_all: Agreement, now: datetime) -> None:
    with pytest.raises(SealFailed):
        complete(agreement_id=signed_by_all.pk, now=now)

    signed_by_all.refresh_from_db()
    assert signed_by_all.stage == "countersigned"
    signed_by_all.sealed_copy = None
    with pytest.raises(ValueError, match="sealed"):
        send_copies(signed_by_all, now=now)


def test_a_proposal_to_void_is_dropped_once_the_seal_holds(
    who: Parties, signed_by_all: Agreement, no_time_stamps: None, now: datetime, settings
) -> None:
    seal(agreement_id=signed_by_all.pk, now=now)
    void_attested(agreement=signed_by_all, reason="It cannot be sealed.", by=who.office, now=now)
    settings.SEAL_TIMESTAMP_URL = ""

    assert seal(agreement_id=signed_by_all.pk, now=now) == "sealed"

    signed_by_all.refresh_from_db()
    assert (signed_by_all.stage, signed_by_all.void_requested_by, signed_by_all.void_reason) == (
        "complete",
        None,
        "",
    )
    event = AuditEvent.objects.get(action="agreement.void_overtaken")
    assert event.subject_id == str(signed_by_all.pk)


@pytest.fixture
def no_certificates(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """While this lasts the certificate's content cannot be made."""

    def broken(*_: object, **__: object) -> None:
        raise KeyError("wording")

    with monkeypatch.context() as patched:
        patched.setattr("agreements.services.sealing.certificate_content", broken)
        yield


def test_a_certificate_that_fails_leaves_the_agreement_sealed(
    signed_by_all: Agreement, no_certificates: None, now: datetime
) -> None:
    assert seal(agreement_id=signed_by_all.pk, now=now) == "sealed"

    signed_by_all.refresh_from_db()
    assert (signed_by_all.stage, signed_by_all.seal_problem) == ("complete", "")
    assert not AuditEvent.objects.filter(action="agreement.seal_failed").exists()
    counts = count_troubles(now + timedelta(hours=1), programme_id=signed_by_all.programme_id)
    assert (counts["seal"], counts["certificate"]) == (0, 1)
    with pytest.raises(JobFailed, match="1 could not be made"):
        certify_what_waits(now)


def test_a_missing_certificate_is_made_by_the_job(
    signed_by_all: Agreement, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("agreements.services.sealing.certificate_content", None)
        seal(agreement_id=signed_by_all.pk, now=now)
    assert not Document.objects.filter(subject_id=signed_by_all.pk, audience=CERTIFICATE).exists()

    assert certify_what_waits(now) == "1 certificates made"

    assert Document.objects.filter(subject_id=signed_by_all.pk, audience=CERTIFICATE).count() == 1
    assert certify_what_waits(now) == "0 certificates made"
    later = now + timedelta(hours=1)
    assert count_troubles(later, programme_id=signed_by_all.programme_id)["certificate"] == 0


def test_what_nobody_tried_to_seal_for_long_is_said_to_the_office(
    signed_by_all: Agreement, now: datetime
) -> None:
    def counted(at: datetime) -> int:
        return count_troubles(at, programme_id=signed_by_all.programme_id)["seal"]

    def said(at: datetime) -> NextStep:
        return next_step(Held(signed_by_all, standing_of(signed_by_all, at.date())), now=at)

    early, late = now + timedelta(minutes=15), now + timedelta(minutes=16)
    assert (counted(early), said(early).actor) == (0, Actor.SYSTEM)

    assert (counted(late), said(late).actor) == (1, Actor.ADMINISTRATOR)
    assert said(late).sentence == (
        "All have signed, but its seal is late. The programme office knows and puts it right: nobody else "
        "has to do anything."
    )
