"""Which refusals of a mail server are for good, and which are not the mail's fault."""

from __future__ import annotations

import smtplib

import pytest

from agreements.notices.sending import refused_for_good

TO = "new@harbour.invalid"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (smtplib.SMTPRecipientsRefused({TO: (550, b"No such mailbox")}), 550),
        (smtplib.SMTPDataError(554, "Refused"), 554),
        (smtplib.SMTPRecipientsRefused({TO: (451, b"Later")}), 0),
        (smtplib.SMTPRecipientsRefused({}), 0),
        (smtplib.SMTPDataError(499, "Later"), 0),
        (smtplib.SMTPDataError(500, "Refused"), 500),
        (smtplib.SMTPAuthenticationError(535, "Wrong password"), 0),
        (smtplib.SMTPSenderRefused(550, b"Not from there", "office@programme.invalid"), 0),
        (smtplib.SMTPServerDisconnected("Gone"), 0),
        (ConnectionRefusedError(), 0),
    ],
)
def test_a_refusal_of_the_mail_or_its_reader_is_for_good(error: OSError, code: int) -> None:
    assert refused_for_good(error) == code
