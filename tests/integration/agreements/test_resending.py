"""A mail that a server refuses for good: given up early, shown, and sent again by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.invitations import InvitationRevoked, digest_of, open_invitation
from agreements.kinds import Kind
from agreements.models import Agreement, Notice
from agreements.notices.sending import send, send_overdue
from agreements.register.troubles import count_troubles
from agreements.rights import NotEntitled
from agreements.services.closing import withdraw
from agreements.services.links import LinkLate, LinkUnknown, digest_of as link_digest, open_link
from agreements.services.reminding import remind
from agreements.services.resending import NothingToResend, resend, resend_all
from agreements.services.signatories import name_signatory
from audit.models import AuditEvent
from tests.agreeing import Parties, asked, issued, proved, put_out
from tests.integration.routing.conftest import authority, mail_server
from tests.integration.routing.mail_server import MailServer

__all__ = ["authority", "mail_server"]

pytestmark = pytest.mark.django_db
REFUSED = "550 No such mailbox"


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


@pytest.fixture
def failed(relay: MailServer, owed: Notice, now: datetime) -> Notice:
    relay.faults = [REFUSED] * 5
    assert [send(notice_id=owed.pk, now=now) for _ in range(5)] == ["not taken"] * 4 + ["given up"]
    owed.refresh_from_db()
    return owed


def mails_in_trouble(who: Parties, now: datetime) -> int:
    return count_troubles(now, programme_id=who.programme.pk)["mail"]


def test_what_is_refused_for_good_is_tried_five_times_and_shown(
    who: Parties, relay: MailServer, failed: Notice, now: datetime
) -> None:
    assert (failed.tries, failed.sent_at, failed.dropped_at) == (5, None, now)
    assert failed.problem == "SMTPDataError 550"
    assert bytes(failed.tokens_sealed) == b""
    assert AuditEvent.objects.get(action="agreement.notice_refused").detail["problem"] == failed.problem
    assert send_overdue(now + timedelta(days=20)) == (0, 0)
    assert (relay.tries, mails_in_trouble(who, now)) == (5, 1)


def test_what_is_put_off_is_tried_on(relay: MailServer, owed: Notice, now: datetime) -> None:
    relay.faults = ["451 Later"] * 6

    assert {send(notice_id=owed.pk, now=now) for _ in range(6)} == {"not taken"}
    assert send(notice_id=owed.pk, now=now) == "sent to_sign"


def test_sending_again_gives_fresh_links_and_ends_the_trouble(
    who: Parties, relay: MailServer, owed: Notice, now: datetime
) -> None:
    old = dict(owed.tokens)
    relay.faults = [REFUSED] * 5
    for _ in range(5):
        send(notice_id=owed.pk, now=now)

    new = resend(notice=owed, by=who.office, now=now)

    assert mails_in_trouble(who, now) == 0
    assert (new.template, new.email, new.request) == (owed.template, owed.email, owed.request)
    assert not set(old.values()) & set(new.tokens.values())
    with pytest.raises(LinkUnknown):
        open_link(
            token_sha256=link_digest(old["sign"]), by=who.signatory, authentication=proved(now), now=now
        )
    with pytest.raises(InvitationRevoked):
        open_invitation(token_sha256=digest_of(old["account"]), now=now)
    open_invitation(token_sha256=digest_of(new.tokens["account"]), now=now)
    assert send(notice_id=new.pk, now=now) == "sent to_sign"
    event = AuditEvent.objects.get(action="agreement.notice_sent_again")
    assert event.detail["instead_of"] == str(owed.pk)


def test_a_link_that_was_opened_stays_as_it_is(who: Parties, out: Agreement, now: datetime) -> None:
    request = asked(who, out, now=now)
    notice = Notice.objects.get(template="to_sign")
    Notice.objects.update(problem="SMTPDataError 550", dropped_at=now)

    new = resend(notice=notice, by=who.office, now=now)

    digest = request.token_sha256
    request.refresh_from_db()
    assert (request.token_sha256, new.tokens) == (digest, None)


def test_only_the_office_sends_again(who: Parties, failed: Notice, now: datetime) -> None:
    with pytest.raises(NotEntitled):
        resend(notice=failed, by=who.preparer, now=now)

    assert Notice.objects.count() == 1
    assert mails_in_trouble(who, now) == 1


def test_what_was_sent_or_is_on_its_way_is_not_sent_again(who: Parties, relay, owed: Notice, now) -> None:
    with pytest.raises(NothingToResend):
        resend(notice=owed, by=who.office, now=now)
    send(notice_id=owed.pk, now=now)
    with pytest.raises(NothingToResend):
        resend(notice=owed, by=who.office, now=now)

    assert Notice.objects.count() == 1


def test_what_has_no_more_use_is_not_sent_again(who: Parties, out, failed: Notice, now: datetime) -> None:
    withdraw(agreement=out, reason="Started in error.", by=who.office, now=now)

    with pytest.raises(NothingToResend, match="no more use"):
        resend(notice=failed, by=who.office, now=now)
    assert mails_in_trouble(who, now) == 0


def test_a_refused_resending_leaves_everything_as_it_was(who: Parties, failed: Notice, now) -> None:
    digest = failed.request.token_sha256

    with pytest.raises(LinkLate):
        resend(notice=failed, by=who.office, now=now + timedelta(days=60))

    failed.refresh_from_db()
    failed.request.refresh_from_db()
    assert (failed.problem, failed.request.token_sha256) == ("SMTPDataError 550", digest)
    assert Notice.objects.count() == 1


def test_a_reminder_that_arrives_ends_the_trouble_as_well(who: Parties, out, failed: Notice, now) -> None:
    remind(agreement=out, by=who.preparer, now=now)
    reminder = Notice.objects.get(template="reminder")

    assert mails_in_trouble(who, now) == 1
    assert send(notice_id=reminder.pk, now=now) == "sent reminder"
    assert mails_in_trouble(who, now) == 0


def test_all_that_no_server_took_is_sent_again_at_once(
    who: Parties, out, failed: Notice, now: datetime
) -> None:
    assert resend_all(agreement=out, by=who.office, now=now) == 1

    with pytest.raises(NothingToResend):
        resend_all(agreement=out, by=who.office, now=now)
