"""Mails of the demo and of a developer's machine are files that a mail program opens."""

from __future__ import annotations

import email
from email import policy
from pathlib import Path

from django.core.mail import EmailMultiAlternatives, get_connection


def test_each_message_is_one_eml_file(tmp_path: Path) -> None:
    connection = get_connection("config.mail_files.EmailBackend", file_path=str(tmp_path))
    mails = [
        EmailMultiAlternatives(f"Mail {n}", "Grüße", "a@a.invalid", ["b@b.invalid"], connection=connection)
        for n in (1, 2)
    ]
    mails[0].attach_alternative("<p>Grüße</p>", "text/html")

    assert connection.send_messages(mails) == 2

    files = sorted(tmp_path.iterdir())
    assert [one.suffix for one in files] == [".eml", ".eml"]
    read = [email.message_from_bytes(one.read_bytes(), policy=policy.default) for one in files]
    assert [one["Subject"] for one in read] == ["Mail 1", "Mail 2"]
    html = read[0].get_body(("html",))
    assert html is not None
    assert html.get_content().strip() == "<p>Grüße</p>"
