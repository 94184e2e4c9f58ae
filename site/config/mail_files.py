"""Keep each e-mail as a file of its own, which any mail program opens."""

from __future__ import annotations

import secrets
from pathlib import Path

from django.core.mail.backends.filebased import EmailBackend as FileBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone


class EmailBackend(FileBackend):
    """Write one .eml per message into EMAIL_FILE_PATH; the names sort by time (UTC)."""

    def open(self) -> bool:
        """Keep nothing open between messages."""
        return False

    def write_message(self, message: EmailMessage) -> None:
        """Write a message whole or not at all: who watches the folder never reads half of one."""
        name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}"
        unfinished = Path(self.file_path) / f"{name}.part"
        unfinished.write_bytes(message.message().as_bytes(linesep="\r\n"))
        unfinished.rename(unfinished.with_suffix(".eml"))

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        """Write the messages; return how many."""
        for message in email_messages:
            self.write_message(message)
        return len(email_messages)
