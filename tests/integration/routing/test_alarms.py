"""The programme office hears of every delivery that waits for a person, and of each once."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from audit.models import AuditEvent
from directory.models import Organisation, Partner
from forms.routing.alarms import tell_office
from forms.routing.models import Delivery
from forms.routing.services import cancel, confirm_destruction, legs_of, release, reroute, retry
from tests import builders
from tests.integration.routing.legs import REFERENCE, Times, a_leg, fails, try_once
from tests.integration.routing.mail_server import MailServer
from tests.integration.routing.office import OFFICE, Outbox

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("office")]
REASON = "The patient moved."


@pytest.fixture
def misconfigured(
    organisation: Organisation, nurse_service: Partner, mail_server: MailServer, times: Times, settings: Any
) -> Delivery:
    """A leg whose relay refuses the password that is set."""
    settings.EMAIL_HOST_PASSWORD = "not-the-password"
    address = {"transport": "smtp", "address": "registrations@nurses.example"}
    leg = a_leg(organisation, nurse_service, now=times(), destination=address)
    return try_once(leg, times)


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
