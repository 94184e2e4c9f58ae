"""A web server on loopback that answers as its paths say, and counts what it was asked."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class WebServer:
    """`/200` answers 200; `/head/404/200` answers HEAD with 404 and GET with 200; `/to/<address>` redirects, `/loop` to itself."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._released = threading.Event()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def address(self, path: str, *, host: str = "site.example") -> str:
        return f"http://{host}:{self.port}{path}"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                self._answer("HEAD")

            def do_GET(self) -> None:
                self._answer("GET")

            def _answer(self, method: str) -> None:
                server.asked.append((method, self.path))
                parts = self.path.strip("/").split("/")
                if parts[0] == "hang":
                    server._released.wait(10)
                    return
                if parts[0] in ("to", "loop"):
                    self.send_response(302)
                    self.send_header("Location", self.path.partition("/to/")[2] or self.path)
                else:
                    self.send_response(int(parts[-1] if method == "GET" or parts[0] != "head" else parts[1]))
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        return Handler
