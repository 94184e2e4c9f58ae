"""A server that speaks clamd's INSTREAM on loopback, and misbehaves when told to."""

from __future__ import annotations

import socket
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
OK, BREAK_OFF, NONSENSE, TOO_LARGE = "ok", "break off", "nonsense", "too large"


@dataclass
class Clamd:
    """What the server was sent, and how it behaves."""

    address: str
    behaviour: str = OK
    streams: list[bytes] = field(default_factory=list)


@contextmanager
def clamd() -> Iterator[Clamd]:
    """Run the server for a block."""

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            if self.rfile.read(len(b"zINSTREAM\0")) != b"zINSTREAM\0":
                return
            received = b""
            while length := int.from_bytes(self.rfile.read(4), "big"):
                received += self.rfile.read(length)
                if said.behaviour == BREAK_OFF:
                    # With what was not read yet in the buffer, closing resets the connection.
                    self.request.shutdown(socket.SHUT_RDWR)
                    return
            said.streams.append(received)
            self.wfile.write(_answer(said.behaviour, received))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        said = Clamd(f"tcp://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield said
        finally:
            server.shutdown()
            thread.join()


def _answer(behaviour: str, received: bytes) -> bytes:
    if behaviour == NONSENSE:
        return b"HTTP/1.1 400 Bad Request\r\n\r\n"
    if behaviour == TOO_LARGE:
        return b"INSTREAM size limit exceeded. ERROR\0"
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in received else b"stream: OK\0"
