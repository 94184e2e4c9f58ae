"""An RFC 3161 server on loopback that can also misbehave."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import keys, tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from tests.seal_certificates import Made

REPLY = "application/timestamp-reply"
REFUSED = bytes.fromhex("30053003020102")  # a response whose status is "rejection", without a token


@dataclass
class Server:
    """Its address, how it behaves from now on, and the headers of what it was asked."""

    url: str = ""
    behaviour: str = "good"
    asked: list[dict[str, str]] = field(default_factory=list)


@contextlib.contextmanager
def timestamp_server(authority: Made, *, at: datetime) -> Iterator[Server]:
    """Serve time stamps of the moment `at` until the block ends."""
    stamper = DummyTimeStamper(
        x509.Certificate.load(authority.certificate.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(
            authority.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        ),
        fixed_dt=at,
    )
    state = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.asked.append(dict(self.headers))
            query = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            status, kind, body = _answer(state.behaviour, stamper, query)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.end_headers()
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                if state.behaviour == "drip":
                    for _ in range(100):
                        self.wfile.write(b"0")
                        time.sleep(0.05)
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_port}/stamp?policy=1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _answer(behaviour: str, stamper: DummyTimeStamper, query: Any) -> tuple[int, str, bytes]:
    if behaviour == "another document":
        query["message_imprint"]["hashed_message"] = b"x" * 32
    if behaviour == "another question":
        query["nonce"] = 1
    good: bytes = stamper.request_tsa_response(query).dump()
    return {
        "error": (500, REPLY, good),
        "web page": (200, "text/html", good),
        "garbage": (200, REPLY, b"not a time stamp"),
        "cut off": (200, REPLY, good[:-40]),
        "trailing": (200, REPLY, good + b"more"),
        "empty": (200, REPLY, b""),
        "endless": (200, REPLY, b"0" * 5_000_000),
        "refusal": (200, REPLY, REFUSED),
    }.get(behaviour, (200, REPLY, good))
