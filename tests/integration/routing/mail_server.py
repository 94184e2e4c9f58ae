"""A mail relay on loopback that can be told to misbehave."""

from __future__ import annotations

import asyncio
import socket
import ssl
import threading
from typing import Any

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope, Session


class MailServer:
    """Keep every message taken; `faults` says how the next ones are answered, one each."""

    USER, PASSWORD = "relay", "relay-password"

    def __init__(self, authority: trustme.CA, *, starttls: bool = True) -> None:
        self.messages: list[Envelope] = []
        self.tries = 0
        self.faults: list[str] = []
        self.released = threading.Event()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        context = None
        if starttls:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            authority.issue_cert("localhost").configure_cert(context)
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            tls_context=context,
            require_starttls=starttls,
            auth_required=starttls,
            auth_require_tls=True,
            authenticator=self._authenticate,
        )

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        self.released.set()
        self._controller.stop()

    async def handle_DATA(self, server: Any, session: Session, envelope: Envelope) -> str:
        self.tries += 1
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "drop":
            server.transport.abort()
            return "451 Gone"
        if fault == "hang":
            while not self.released.is_set():
                await asyncio.sleep(0.05)
        if fault == "drop after taking":
            self.messages.append(envelope)
            server.transport.abort()
            return "250 Never heard"
        if fault:
            return fault
        self.messages.append(envelope)
        return "250 OK"

    def _authenticate(
        self, server: Any, session: Any, envelope: Any, mechanism: str, data: Any
    ) -> AuthResult:
        right = data.login == self.USER.encode() and data.password == self.PASSWORD.encode()
        return AuthResult(success=right, handled=False)
