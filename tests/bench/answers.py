"""One answer of a server as it came over the wire, on a connection of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from tests.processes import Server

# What the web server itself adds.
OF_THE_SERVER = {"date", "server", "connection"}
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Answer:
    """Status line, headers in their order without those of the web server, and body."""

    status: str
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def record(self, path: Path) -> None:
        """Write it down for `tests.bench.bare`."""
        path.write_text(
            json.dumps({"status": self.status, "headers": self.headers, "body": self.body.decode("latin-1")})
        )


def ask(server: Server, path: str, *, cookies: str = "", host: str = "", method: str = "GET") -> Answer:
    """Return the answer to one request."""
    connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", host or f"localhost:{server.port}")
        if cookies:
            connection.putheader("Cookie", cookies)
        connection.endheaders()
        response = connection.getresponse()
        headers = tuple(pair for pair in response.getheaders() if pair[0].lower() not in OF_THE_SERVER)
        return Answer(f"{response.status} {response.reason}", headers, response.read())
    finally:
        connection.close()


def declared(server: Server, audience: str = "professionals") -> str:
    """Say who a visitor is as the form of the question does; return the cookies to send."""
    connection = HTTPConnection("localhost", server.port, timeout=PATIENCE)
    try:
        headers = {"Origin": server.url, "Content-Type": "application/x-www-form-urlencoded"}
        connection.request("POST", "/audience/", f"audience={audience}", headers)
        response = connection.getresponse()
        response.read()
        if response.status != 302:
            raise RuntimeError(f"The site did not take the declaration: {response.status}.")
        return (response.getheader("Set-Cookie") or "").partition(";")[0]
    finally:
        connection.close()
