"""Mail to partners, spoken to a real SMTP server over TLS."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import trustme

from directory.models import Organisation, Partner
from forms.routing.models import Delivery
from tests import builders
from tests.integration.routing.legs import PATIENT, REFERENCE, Times, a_leg, try_once
from tests.integration.routing.mail_server import MailServer

pytestmark = pytest.mark.django_db
INBOX = "registrations@homecare.example"


@pytest.fixture
def leg(organisation: Organisation, homecare_provider: Partner, times: Times) -> Delivery:
    return a_leg(
        organisation, homecare_provider, now=times(), destination={"transport": "smtp", "address": INBOX}
    )


def test_a_leg_arrives_as_one_mail_with_the_encrypted_pdf(
    leg: Delivery, mail_server: MailServer, times: Times
) -> None:
    sent = try_once(leg, times)

    assert sent.state == "sent"
    (taken,) = mail_server.messages
    assert taken.rcpt_tos == [INBOX]
    message = _parsed(taken.content)
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == f"{REFERENCE}.pdf"
    data = attachment.get_payload(decode=True)
    with pytest.raises(pikepdf.PasswordError):
        _opened(data, "")
    assert _opened(data, builders.PASSPHRASE).encryption.R == 6


def test_accredited_secure_mail_carries_the_pdf_open(
    organisation: Organisation, homecare_provider: Partner, mail_server: MailServer, times: Times
) -> None:
    leg = a_leg(
        organisation,
        homecare_provider,
        now=times(),
        destination={
            "transport": "smtp", "address": INBOX, "accredited_secure_mail": True, "passphrase": "",
        },
    )  # fmt: skip

    assert try_once(leg, times).state == "sent"

    message = _parsed(mail_server.messages[0].content)
    (attachment,) = message.iter_attachments()
    assert not _opened(attachment.get_payload(decode=True), "").is_encrypted
    words = " ".join(message.get_body(("plain",)).get_content().split())
    assert "opens without a passphrase" in words


def test_no_part_of_the_mail_names_the_patient(leg: Delivery, mail_server: MailServer, times: Times) -> None:
    try_once(leg, times)

    message = _parsed(mail_server.messages[0].content)
    readable = str(message["Subject"]) + "".join(
        part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
    )
    assert REFERENCE in readable
    for word in PATIENT.split():
        assert word not in readable
        assert word.encode() not in mail_server.messages[0].content


@pytest.mark.parametrize(
    ("fault", "state", "kind"),
    [
        ("451 Try later", "retrying", "temporary"),
        ("550 No such mailbox", "failed", "permanent"),
        ("552 Too big", "failed", "permanent"),
        ("530 Sign in first", "retrying", "misconfigured"),
        ("drop", "retrying", "temporary"),
        ("hang", "retrying", "temporary"),
    ],
)
def test_each_fault_has_its_class(
    leg: Delivery, mail_server: MailServer, times: Times, fault: str, state: str, kind: str, settings: Any
) -> None:
    settings.EMAIL_TIMEOUT = 0.5
    mail_server.faults = [fault]

    tried = try_once(leg, times)

    assert (tried.state, tried.error_kind) == (state, kind)
    assert tried.error
    assert mail_server.messages == []


def test_a_retry_sends_the_same_message_byte_for_byte(
    leg: Delivery, mail_server: MailServer, times: Times
) -> None:
    # The server takes the message, but its answer is lost: the partner gets it twice, and can tell.
    mail_server.faults = ["drop after taking"]
    assert try_once(leg, times).state == "retrying"
    times.forward(timedelta(hours=1))
    assert try_once(leg, times).state == "sent"

    first, second = (taken.content for taken in mail_server.messages)
    assert first == second
    assert _parsed(first)["Message-ID"] == f"<{leg.pk}@programme.invalid>"


def test_an_untrusted_certificate_stops_the_mail(
    leg: Delivery, mail_server: MailServer, times: Times, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.pem"
    trustme.CA().cert_pem.write_to_path(str(other))
    monkeypatch.setenv("SSL_CERT_FILE", str(other))

    tried = try_once(leg, times)

    assert (tried.state, tried.error_kind) == ("retrying", "misconfigured")
    assert "certificate" in tried.error
    assert mail_server.tries == 0


def test_a_server_without_tls_gets_nothing(
    leg: Delivery, authority: trustme.CA, times: Times, settings: Any
) -> None:
    server = MailServer(authority, starttls=False)
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", server.port
    try:
        tried = try_once(leg, times)
    finally:
        server.stop()

    assert (tried.state, tried.error_kind) == ("retrying", "misconfigured")
    assert server.tries == 0


def test_a_wrong_password_waits_for_somebody_to_correct_it(
    leg: Delivery, mail_server: MailServer, times: Times, settings: Any
) -> None:
    settings.EMAIL_HOST_PASSWORD = "wrong"

    tried = try_once(leg, times)

    assert (tried.state, tried.error_kind) == ("retrying", "misconfigured")
    # Slowly: half the longest delay at least.
    assert tried.next_attempt_at - times() >= settings.DELIVERY_BACKOFF_CAP / 2


def test_a_refused_connection_is_temporary(leg: Delivery, times: Times, settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1

    assert try_once(leg, times).error_kind == "temporary"


@pytest.mark.parametrize("address", ["nobody", "a@b\r\nBcc: spy@evil.example", "@", ""])
def test_an_unusable_address_sends_nothing(
    organisation: Organisation,
    homecare_provider: Partner,
    mail_server: MailServer,
    times: Times,
    address: str,
) -> None:
    leg = a_leg(
        organisation, homecare_provider, now=times(), destination={"transport": "smtp", "address": address}
    )

    tried = try_once(leg, times)

    assert tried.state != "sent"
    assert mail_server.tries == 0


def _parsed(content: Any) -> email.message.EmailMessage:
    return email.message_from_bytes(content, policy=email.policy.default)


def _opened(data: Any, password: str) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(data), password=password)
