"""An SMTP server on loopback that takes mail, or refuses it while told to."""

from __future__ import annotations

from typing import Any

from aiosmtpd.controller import Controller

from tests.processes import free_port


class Sink:
    """Count what arrives by Message-ID; while `refusing`, answer 451."""

    def __init__(self) -> None:
        self.received: dict[str, int] = {}
        self.refused = 0
        self.refusing = False
        self.port = free_port()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
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
