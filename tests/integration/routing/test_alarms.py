"""The programme office hears of every delivery that waits for a person, once, and without the patient."""

from __future__ import annotations

import email
import email.policy
from datetime import datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from wagtail.models import Site

from accounts.models import User
from audit.models import AuditEvent
from directory.models import Organisation, Partner
from forms.routing import alarms
from forms.routing.alarms import tell_office
from forms.routing.gate import GateDecision
from forms.routing.jobs import JobFailed, run_due_jobs, write_down_jobs
from forms.routing.models import Delivery, PeriodicJob
from forms.routing.services import cancel, confirm_destruction, legs_of, release, reroute, retry
from tests import builders
from tests.integration.routing.legs import PATIENT, REFERENCE, Times, a_leg, try_once
from tests.integration.routing.mail_server import MailServer

pytestmark = pytest.mark.django_db
OFFICE = "office@programme.example"
REASON = "The patient moved."
JOB = "routing.alarm"

Outbox = list[EmailMultiAlternatives]


@pytest.fixture(autouse=True)
def office(settings: Any) -> None:
    settings.DELIVERY_CONTACT_EMAIL = OFFICE
    settings.DEFAULT_FROM_EMAIL = "Programme <no-reply@programme.example>"
    settings.WAGTAILADMIN_BASE_URL = "https://programme.example/"


@pytest.fixture
def held(organisation: Organisation, nurse_service: Partner, now: datetime) -> Delivery:
    return a_leg(organisation, nurse_service, now=now, decision=GateDecision(False, "Not signed."))


@pytest.fixture
def misconfigured(
    organisation: Organisation, nurse_service: Partner, mail_server: MailServer, times: Times, settings: Any
) -> Delivery:
    """A leg whose relay refuses the password that is set."""
    settings.EMAIL_HOST_PASSWORD = "not-the-password"
    address = {"transport": "smtp", "address": "registrations@nurses.example"}
    leg = a_leg(organisation, nurse_service, now=times(), destination=address)
    return try_once(leg, times)


def fails(leg: Delivery, times: Times) -> Delivery:
    """Let a leg fail for good at its next try: what was stored for it does not open."""
    Delivery.objects.filter(pk=leg.pk).update(destination_sealed=b"broken")
    return try_once(leg, times)


def whole(mail: EmailMultiAlternatives) -> str:
    return f"{mail.subject}\n{mail.body}\n{mail.alternatives[0][0]}"


def test_the_office_is_told_of_a_leg_that_failed_for_good(
    leg: Delivery, times: Times, mailoutbox: Outbox
) -> None:
    assert fails(leg, times).state == "failed"
    assert "is being told" in legs_of(leg.subject_id)[0].explanation

    assert tell_office(now=times()) == 1

    (mail,) = mailoutbox
    assert mail.to == [OFFICE]
    assert mail.subject == f"{REFERENCE}: a delivery needs attention"
    for text in (mail.body, str(mail.alternatives[0][0])):
        assert REFERENCE in text
        assert "Homecare One" in text
        assert "Failed" in text
        assert "The last error was permanent." in text
        assert f"https://programme.example/admin/deliveries/{leg.pk}/" in text
    assert "has been told" in legs_of(leg.subject_id)[0].explanation
    event = AuditEvent.objects.get(action="delivery.office_told")
    assert event.detail == {"reference": REFERENCE, "partner": "homecare-one", "state": "failed"}


def test_the_mail_names_no_patient_and_not_what_the_error_said(
    leg: Delivery, times: Times, mailoutbox: Outbox
) -> None:
    failed = fails(leg, times)
    Delivery.objects.update(error=f"No mailbox for {PATIENT}")

    tell_office(now=times())

    (mail,) = mailoutbox
    assert failed.error
    for word in (*PATIENT.split(), str(leg.subject_id), "mailbox"):
        assert word not in whole(mail)


def test_a_leg_held_at_submission_is_told_of(held: Delivery, now: datetime, mailoutbox: Outbox) -> None:
    assert tell_office(now=now) == 1

    assert "Nurse Service: Held" in mailoutbox[0].body


def test_a_leg_held_before_sending_is_told_of(
    leg: Delivery, times: Times, settings: Any, mailoutbox: Outbox
) -> None:
    settings.MISSING_AGREEMENTS = {("ZZ001", "homecare-one")}
    assert try_once(leg, times).state == "held"

    assert tell_office(now=times()) == 1

    assert "Homecare One: Held" in mailoutbox[0].body


def test_a_misconfigured_leg_is_told_of_the_first_time_only(
    misconfigured: Delivery, times: Times, mailoutbox: Outbox
) -> None:
    assert (misconfigured.state, misconfigured.error_kind) == ("retrying", "misconfigured")
    assert tell_office(now=times()) == 1
    times.forward(timedelta(hours=5))

    again = try_once(misconfigured, times)

    assert (again.error_kind, again.attempts) == ("misconfigured", 2)
    assert tell_office(now=times()) == 0
    assert "a setting must be corrected" in mailoutbox[0].body


def test_a_misconfigured_leg_that_fails_for_good_is_news(
    misconfigured: Delivery, times: Times, mailoutbox: Outbox
) -> None:
    tell_office(now=times())
    times.forward(timedelta(hours=5))
    fails(misconfigured, times)

    assert tell_office(now=times()) == 1
    assert "Nurse Service: Failed" in mailoutbox[1].body


def test_a_leg_that_arrived_meanwhile_is_not_told_of(
    misconfigured: Delivery, mail_server: MailServer, times: Times, settings: Any, mailoutbox: Outbox
) -> None:
    settings.EMAIL_HOST_PASSWORD = mail_server.PASSWORD
    times.forward(timedelta(hours=5))
    assert try_once(misconfigured, times).state == "sent"

    assert tell_office(now=times()) == 0
    assert mailoutbox == []


def test_a_leg_that_waits_for_its_next_try_is_no_news(
    leg: Delivery, inboxes: Path, times: Times, mailoutbox: Outbox
) -> None:
    inboxes.mkdir(parents=True)
    (inboxes / ".unfinished").write_text("A file where the transport wants a folder.")
    waiting = try_once(leg, times)

    assert (waiting.state, waiting.error_kind) == ("retrying", "temporary")
    assert tell_office(now=times()) == 0
    assert mailoutbox == []


def test_telling_twice_sends_one_mail(leg: Delivery, times: Times, mailoutbox: Outbox) -> None:
    fails(leg, times)
    tell_office(now=times())

    assert tell_office(now=times()) == 0
    assert len(mailoutbox) == 1


def test_a_leg_that_is_retried_and_fails_again_is_news_again(
    leg: Delivery, member: User, times: Times, mailoutbox: Outbox
) -> None:
    failed = fails(leg, times)
    tell_office(now=times())
    times.forward(timedelta(hours=1))
    retry(delivery=failed, by=member, now=times())
    assert tell_office(now=times()) == 0

    try_once(leg, times)

    assert tell_office(now=times()) == 1
    first, second = (mail.message()["Message-ID"] for mail in mailoutbox)
    assert first != second


def test_what_a_person_settled_first_is_not_told_of(
    leg: Delivery, held: Delivery, member: User, times: Times, mailoutbox: Outbox
) -> None:
    cancel(delivery=fails(leg, times), by=member, now=times(), reason=REASON)
    builders.a_destination(held.partner, now=times(), address="second", effective_from=times().date())
    release(delivery=held, by=member, now=times())

    assert tell_office(now=times()) == 0
    assert mailoutbox == []


def test_the_office_is_told_which_partner_has_to_destroy_its_copy(
    leg: Delivery, homecare_provider: Partner, member: User, times: Times, mailoutbox: Outbox
) -> None:
    other = builders.a_partner(homecare_provider.programme, role="homecare", code="homecare-two")
    builders.a_destination(other, now=times())
    sent = try_once(leg, times)
    reroute(delivery=sent, partner=other, by=member, now=times(), reason=REASON)

    assert tell_office(now=times()) == 1

    for text in (mailoutbox[0].body, str(mailoutbox[0].alternatives[0][0])):
        assert "Sent, then replaced by Homecare Two" in text
        assert "Ask Homecare One to destroy the copy that it received." in text


def test_nobody_is_asked_to_destroy_what_is_known_to_be_destroyed_or_was_never_sent(
    leg: Delivery, held: Delivery, homecare_provider: Partner, member: User, times: Times, mailoutbox: Outbox
) -> None:
    cancel(delivery=held, by=member, now=times(), reason=REASON)
    sent = try_once(leg, times)
    reroute(delivery=sent, partner=homecare_provider, by=member, now=times(), reason=REASON)
    confirm_destruction(delivery=sent, by=member, now=times())

    assert tell_office(now=times()) == 0


def test_undoing_what_happened_undoes_the_alarm(leg: Delivery, times: Times, mailoutbox: Outbox) -> None:
    class Undone(Exception):
        pass

    def failing_then_undone() -> None:
        with transaction.atomic():
            fails(leg, times)
            raise Undone

    with pytest.raises(Undone):
        failing_then_undone()

    assert tell_office(now=times()) == 0
    assert mailoutbox == []


def test_an_outage_makes_one_mail_at_a_time(
    organisation: Organisation,
    nurse_service: Partner,
    now: datetime,
    mailoutbox: Outbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(alarms, "MOST_IN_ONE_MAIL", 2)
    refused = GateDecision(False, "Not signed.")
    references = [f"EC-000{number}-0000" for number in (1, 2, 3)]
    for day, reference in enumerate(references):
        from_day = {"effective_from": (now - timedelta(days=day)).date()}
        a_leg(
            organisation, nurse_service, now=now, decision=refused, reference=reference, destination=from_day
        )

    assert [tell_office(now=now) for _ in range(3)] == [2, 1, 0]

    first, second = (whole(mail) for mail in mailoutbox)
    assert "2 deliveries need attention" in first
    assert "The next message tells of 1 more." in first
    assert [reference in first for reference in references] == [True, True, False]
    assert [reference in second for reference in references] == [False, False, True]


def test_each_programme_has_a_mail_of_its_own(
    leg: Delivery, held: Delivery, times: Times, mailoutbox: Outbox
) -> None:
    site = Site.objects.create(hostname="second.example", root_page=builders.a_root_page())
    second = builders.a_programme(site=site, code="second", name="Second programme", reference_prefix="SP")
    Delivery.objects.filter(pk=held.pk).update(programme=second)
    fails(leg, times)

    assert tell_office(now=times()) == 2

    assert {mail.to[0] for mail in mailoutbox} == {OFFICE}
    assert sum("Second programme" in mail.body for mail in mailoutbox) == 1


def test_a_mail_server_that_is_away_is_told_later_once_with_the_same_id(
    leg: Delivery, mail_server: MailServer, times: Times, settings: Any
) -> None:
    """The job says that it failed; its next run sends what is due."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_TLS = True
    mail_server.faults = ["451 Come back later", "drop after taking"]
    fails(leg, times)
    write_down_jobs(times())
    PeriodicJob.objects.exclude(pk=JOB).update(next_run_at=times() + timedelta(days=1))

    for ok in (False, False, True, True):
        assert run_due_jobs(times) == 1
        assert PeriodicJob.objects.get(pk=JOB).last_ok is ok
        times.forward(timedelta(minutes=5))

    # The server took the second try before the line broke: the third is a repeat, known by its id.
    lost, heard = (_parsed(message.content) for message in mail_server.messages)
    assert lost["Message-ID"] == heard["Message-ID"]
    assert str(heard["Message-ID"]).endswith("@programme.example>")
    assert heard["To"] == OFFICE


def test_a_server_that_refuses_leaves_the_news_due(leg: Delivery, times: Times, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    fails(leg, times)

    with pytest.raises(JobFailed, match=r"ConnectionRefusedError\. Still to tell of: 1"):
        tell_office(now=times())

    leg.refresh_from_db()
    assert (leg.alarm_due_at, leg.alarmed_at) == (times(), None)
    assert not AuditEvent.objects.filter(action="delivery.office_told").exists()


def _parsed(content: Any) -> EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)  # type: ignore[return-value]
