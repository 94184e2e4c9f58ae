"""How the office's mails go out: without the patient, a few at a time, and again until a server took them."""

from __future__ import annotations

import email
import email.policy
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest
from django.core.mail import EmailMultiAlternatives
from wagtail.models import Site

from audit.models import AuditEvent
from directory.models import Organisation, Partner
from forms.routing import alarms
from forms.routing.alarms import tell_office
from forms.routing.gate import GateDecision
from forms.routing.jobs import JobFailed, run_due_jobs, write_down_jobs
from forms.routing.models import Delivery, PeriodicJob
from tests import builders
from tests.integration.routing.legs import PATIENT, Times, a_leg, fails
from tests.integration.routing.mail_server import MailServer
from tests.integration.routing.office import OFFICE, Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
JOB = "routing.alarm"


def whole(mail: EmailMultiAlternatives) -> str:
    return f"{mail.subject}\n{mail.body}\n{mail.alternatives[0][0]}"


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
