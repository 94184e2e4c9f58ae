"""Mails about agreements: to whom, what they carry, and what becomes of one that no server takes."""

from __future__ import annotations

import email
import email.policy
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from agreements.kinds import Kind
from agreements.models import Agreement, Notice
from agreements.notices.sending import GRACE, send, send_overdue
from agreements.services.closing import withdraw
from agreements.services.links import LinkLate
from agreements.services.reminding import NobodyToRemind, remind, remind_overdue
from agreements.services.signatories import name_signatory
from audit.models import AuditEvent
from forms.documents.services import read_pdf
from tests.agreeing import Parties, an_administrator, asked, in_force, issued, put_out, signed
from tests.integration.routing.conftest import authority, mail_server
from tests.integration.routing.mail_server import MailServer

__all__ = ["authority", "mail_server"]

pytestmark = pytest.mark.django_db


@pytest.fixture
def relay(mail_server: MailServer, settings: Any) -> MailServer:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_TLS = True
    return mail_server


@pytest.fixture
def out(who: Parties, now: datetime) -> Agreement:
    return put_out(who, issued(who, Kind.SLA, now=now), now=now)


@pytest.fixture
def owed(who: Parties, out: Agreement, now: datetime) -> Notice:
    name_signatory(
        agreement=out, name="New Person", job_title="Director", email="new@harbour.invalid",
        by=who.preparer, now=now,
    )  # fmt: skip
    return Notice.objects.get()


def parsed(envelope: Any) -> EmailMessage:
    message = email.message_from_bytes(envelope.content, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def test_the_tokens_go_with_the_mail_and_are_kept_nowhere(relay: MailServer, owed: Notice, now) -> None:
    tokens = dict(owed.tokens)

    assert send(notice_id=owed.pk, now=now) == "sent to_sign"

    (taken,) = relay.messages
    body = parsed(taken).get_body(("plain",)).get_content()
    assert taken.rcpt_tos == ["new@harbour.invalid"]
    assert all(token in body for token in tokens.values())
    owed.refresh_from_db()
    assert (owed.sent_at, bytes(owed.tokens_sealed)) == (now, b"")
    assert AuditEvent.objects.get(action="agreement.notice_sent").detail["template"] == "to_sign"
    assert send(notice_id=owed.pk, now=now) == "nothing to send"


def test_a_mail_that_no_server_takes_is_tried_again_with_the_same_id(
    relay: MailServer, owed: Notice, now: datetime
) -> None:
    relay.faults = ["451 Later", "drop after taking"]

    assert [send(notice_id=owed.pk, now=now) for _ in range(2)] == ["not taken", "not taken"]
    owed.refresh_from_db()
    assert (owed.tries, owed.sent_at) == (2, None)
    assert owed.next_try_at == now + timedelta(minutes=2)
    assert owed.tokens
    assert "new@harbour.invalid" not in owed.problem

    assert send_overdue(now) == (0, 0)
    assert send_overdue(owed.next_try_at + GRACE) == (1, 0)

    ids = {parsed(one)["Message-ID"] for one in relay.messages}
    assert (len(relay.messages), len(ids)) == (2, 1)


def test_a_mail_that_became_pointless_is_dropped(who: Parties, relay, out, owed: Notice, now) -> None:
    withdraw(agreement=out, reason="Started in error.", by=who.preparer, now=now)

    assert send(notice_id=owed.pk, now=now) == "no longer of use"

    owed.refresh_from_db()
    assert (owed.dropped_at, bytes(owed.tokens_sealed), relay.messages) == (now, b"", [])


def test_each_step_tells_those_concerned(who: Parties, now: datetime) -> None:
    agreement = in_force(who, Kind.SLA, now=now)

    told = {(one.template, one.email) for one in agreement.notices.all()}
    assert told == {
        ("to_sign", who.signatory.email),
        ("to_countersign", who.countersigners["homecare"].email),
        ("signed", who.signatory.email),
        ("complete", who.preparer.email),
        ("complete", who.signatory.email),
    }


def test_the_last_mail_carries_the_sealed_pdf_byte_for_byte(who: Parties, relay: MailServer, now) -> None:
    agreement = in_force(who, Kind.SLA, now=now)
    for notice in agreement.notices.filter(template="complete"):
        send(notice_id=notice.pk, now=now)

    for taken in relay.messages:
        (attachment,) = parsed(taken).iter_attachments()
        assert attachment.get_filename() == f"{agreement.reference}.pdf"
        assert attachment.get_payload(decode=True) == read_pdf(agreement.sealed_copy)
    assert len(relay.messages) == 2


def test_subjects_name_nobody(who: Parties, relay: MailServer, now: datetime) -> None:
    agreement = in_force(who, Kind.SLA, now=now)
    for notice in agreement.notices.all():
        send(notice_id=notice.pk, now=now)

    subjects = " ".join(parsed(one)["Subject"] for one in relay.messages)
    assert subjects.count(agreement.reference) == len(relay.messages) >= 3
    for person in (who.signatory, who.preparer, who.countersigners["homecare"]):
        assert not any(part in subjects for part in (*person.name.split(), person.email))


def test_whoever_ends_it_is_not_told_and_the_others_are(who: Parties, out: Agreement, now: datetime) -> None:
    asked(who, out, now=now)
    withdraw(agreement=out, reason="Started in error.", by=who.office, now=now)

    told = set(Notice.objects.filter(template="closed").values_list("email", flat=True))
    assert told == {who.preparer.email, who.signatory.email}


def test_a_reminder_by_hand_goes_once_a_day(who: Parties, out: Agreement, now: datetime) -> None:
    asked(who, out, now=now)
    remind(agreement=out, by=who.preparer, now=now)

    with pytest.raises(NobodyToRemind, match="within the last day"):
        remind(agreement=out, by=who.office, now=now + timedelta(hours=23))

    assert remind(agreement=out, by=who.office, now=now + timedelta(hours=24)) == 2


def test_reminders_go_by_themselves_every_five_days_three_times(who: Parties, out: Agreement, now) -> None:
    asked(who, out, now=now)

    reminded = [remind_overdue(now + timedelta(days=day)) for day in range(29)]

    assert [day for day, count in enumerate(reminded) if count] == [5, 10, 15]


def test_one_who_cannot_be_reminded_does_not_keep_the_others_waiting(
    who: Parties, out: Agreement, owed: Notice, now: datetime
) -> None:
    offer = put_out(who, issued(who, Kind.OFFER, now=now), now=now)
    asked(who, offer, now=now)
    # Since then the person whom the team named works in the admin, where nobody may be invited.
    an_administrator("new@harbour.invalid")

    assert remind_overdue(now + timedelta(days=5)) == 1


def test_nobody_is_reminded_of_what_can_no_longer_be_signed(who: Parties, out: Agreement, now) -> None:
    asked(who, out, now=now)
    late = now + timedelta(days=31)

    assert remind_overdue(late) == 0
    with pytest.raises(LinkLate):
        remind(agreement=out, by=who.preparer, now=late)
    assert not Notice.objects.filter(template="reminder").exists()


def test_the_counterparty_is_reminded_as_a_whole_until_somebody_claims(who: Parties, out, now) -> None:
    signed(asked(who, out, now=now), by=who.signatory, now=now)

    remind(agreement=out, by=who.preparer, now=now + timedelta(days=2))

    mails = Notice.objects.filter(template="to_countersign", email=who.countersigners["homecare"].email)
    assert mails.count() == 2
