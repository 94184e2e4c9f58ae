"""The mails of the demo, as their readers open them: files under the product's own directory."""

from __future__ import annotations

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

from tests.stack import Stack

# The worker sends them, on a machine that may be busy.
ARRIVES_SECONDS = 60


def wait_for_mail(stack: Stack, to: str, *, about: str, saying: str) -> EmailMessage:
    """Return the latest mail to somebody whose subject holds both, as soon as there is one."""
    deadline = time.monotonic() + ARRIVES_SECONDS
    while time.monotonic() < deadline:
        for path in sorted(stack.mails.glob("*.eml"), reverse=True):
            mail = message_from_bytes(path.read_bytes(), policy=policy.default)
            subject = str(mail["Subject"])
            if to in str(mail["To"]) and about in subject and saying in subject:
                return mail
        time.sleep(0.5)
    raise AssertionError(f"No mail about {about} to {to} says “{saying}”.")


def link_in(mail: EmailMessage, part: str) -> str:
    """Return the link whose address holds `part`, as the plain text shows it."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"https?://\S+/{part}/\S+", body.get_content())
    assert found, f"The mail holds no link to {part}."
    return found.group(0)


def attached_pdf(mail: EmailMessage) -> bytes:
    """Return the one PDF that a mail carries."""
    (attachment,) = mail.iter_attachments()
    assert attachment.get_content_type() == "application/pdf"
    content = attachment.get_content()
    assert isinstance(content, bytes)
    return content
