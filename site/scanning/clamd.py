"""Ask a virus scanner about a file. Without an answer there is no verdict."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import IO, Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

CHUNK = 64 * 1024
SECONDS = 60.0
LONGEST_ANSWER = 4096


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a scanner said; `finding` names what it found, and is empty where the file is clean."""

    finding: str

    @property
    def is_clean(self) -> bool:
        return not self.finding


class ScannerUnavailable(Exception):
    """The scanner gave no verdict: it is not there, too slow, or answered something else."""


class Scanner(Protocol):
    """What asks about a file from its current position; raises ScannerUnavailable."""

    def scan(self, file: IO[bytes]) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class ClamdScanner:
    """ClamAV's daemon over TCP or a Unix socket, by its command INSTREAM (clamd(8))."""

    address: str
    # How long each step may take: connecting, sending a part, answering.
    seconds: float = SECONDS

    def scan(self, file: IO[bytes]) -> Verdict:
        try:
            with closing(self._connect()) as connection:
                connection.sendall(b"zINSTREAM\0")
                for chunk in _chunks(file):
                    connection.sendall(len(chunk).to_bytes(4, "big") + chunk)
                connection.sendall(bytes(4))
                return _verdict(_answer(connection))
        except OSError as error:
            raise ScannerUnavailable(f"The virus scanner did not answer: {type(error).__name__}.") from error

    def _connect(self) -> socket.socket:
        where = urlsplit(self.address)
        if where.scheme == "unix":
            connection = socket.socket(socket.AF_UNIX)
            connection.settimeout(self.seconds)
            connection.connect(where.path)
            return connection
        if where.scheme != "tcp" or not where.hostname:
            raise ImproperlyConfigured("CLAMD_ADDRESS is tcp://host:port or unix:///path/of/socket.")
        return socket.create_connection((where.hostname, where.port or 3310), timeout=self.seconds)


def scanner(*, seconds: float = SECONDS) -> Scanner | None:
    """Return the scanner that is set up, or None where there is none."""
    return ClamdScanner(settings.CLAMD_ADDRESS, seconds) if settings.CLAMD_ADDRESS else None


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _answer(connection: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < LONGEST_ANSWER:
        more = connection.recv(LONGEST_ANSWER)
        if not more:
            break
        received += more
    return received.rstrip(b"\0").decode("utf-8", "replace")


def _verdict(answer: str) -> Verdict:
    """Read `stream: OK` or `stream: <name> FOUND`; anything else is no verdict."""
    stream, _, said = answer.partition(": ")
    if stream == "stream" and said == "OK":
        return Verdict("")
    if stream == "stream" and said.endswith(" FOUND"):
        return Verdict(said.removesuffix(" FOUND") or "unnamed")
    raise ScannerUnavailable("The virus scanner answered neither clean nor found.")
