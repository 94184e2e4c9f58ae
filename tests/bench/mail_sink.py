"""An SMTP server on loopback that takes mail, or refuses it while told to."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any

import trustme
from aiosmtpd.controller import Controller

from tests.processes import free_port


class Sink:
    """Count what arrives by Message-ID; while `refusing`, answer 451.

    With a folder it speaks TLS and writes the certificate of its authority there, as `authority.pem`.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.received: dict[str, int] = {}
        self.refused = 0
        self.refusing = False
        self.port = free_port()
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            tls_context=_certified(folder) if folder else None,
            require_starttls=bool(folder),
        )

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take or refuse one message."""
        if self.refusing:
            self.refused += 1
            return "451 Try again later"
        head = envelope.content.split(b"\r\n\r\n", 1)[0]
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"message-id:"):
                name = line.split(b":", 1)[1].strip().decode()
                self.received[name] = self.received.get(name, 0) + 1
        return "250 OK"

    def __enter__(self) -> Sink:
        self._controller.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._controller.stop()


def _certified(folder: Path) -> ssl.SSLContext:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    return context
