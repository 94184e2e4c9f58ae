"""The way in for requests that were answered before: in front of all of Django, with the same answer.

Only answers of the application itself are kept, so its Host check, its gate and its headers were passed when
they were made; a request that could be answered otherwise (another host, audience, scheme, query or anybody
signed in) is another address or goes through.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http.cookie import parse_cookie
from django.utils import timezone

from content.audience.declared import COOKIE, UNDECLARED, read_declaration
from content.caching.keeping import Address, Headers, Kept, kept, shelf
from content.caching.marks import MARK
from stamps import PAGES, stamps_of

Environ = dict[str, Any]
StartResponse = Callable[..., Callable[[bytes], object]]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]
# Flash messages are for one person; they come in a cookie of their own.
PERSONAL_COOKIES = ("messages",)


class Front:
    """Give kept answers, and keep those that the application allows to be kept."""

    def __init__(self, application: Application, *, clock: Callable[[], float] = time.time) -> None:
        self._application, self._clock = application, clock
        self._stamp = stamps_of(PAGES)
        self._personal = (settings.SESSION_COOKIE_NAME, *PERSONAL_COOKIES)

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        address = self._address(environ)
        stamp = self._stamp.read() if address else None
        if address is None or stamp is None:
            return self._application(environ, start_response)
        found = shelf.find(address, stamp=stamp, now=self._clock())
        if found is None:
            return self._made(address, stamp, environ, start_response)
        return give(found, environ, start_response, now=self._clock())

    def _address(self, environ: Environ) -> Address | None:
        """Return where the answer would be kept; None where it may hang on something else."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or environ.get("QUERY_STRING"):
            return None
        cookies = parse_cookie(environ.get("HTTP_COOKIE", ""))
        if any(name in cookies for name in self._personal):
            return None
        host, audience = environ.get("HTTP_HOST", ""), UNDECLARED
        if value := cookies.get(COOKIE):
            audience = read_declaration(value, host=host, now=timezone.now()) or UNDECLARED
        scheme = environ.get("HTTP_X_FORWARDED_PROTO", "") + environ.get("wsgi.url_scheme", "")
        return Address(host, scheme, environ.get("PATH_INFO", ""), audience)

    def _made(
        self, address: Address, stamp: str, environ: Environ, start_response: StartResponse
    ) -> Iterable[bytes]:
        """Let the application answer; keep the answer where it may be kept."""
        said: list[Any] = []
        body = self._application(environ, _listen(said))
        status, headers, more = said[0]
        until = environ.get(MARK)
        # A short answer without its body would be the whole answer to the next who asks.
        if until is None or environ["REQUEST_METHOD"] == "HEAD" or not _keepable(status, headers):
            start_response(status, headers, *more)
            return body
        now = self._clock()
        answer = kept(status=status, headers=headers, body=_read(body), stamp=stamp, until=until, now=now)
        shelf.keep(address, answer)
        return give(answer, environ, start_response, now=now)


def give(answer: Kept, environ: Environ, start_response: StartResponse, *, now: float) -> Iterable[bytes]:
    """Answer with what was kept: packed for who takes that, and in short for who has it already."""
    packed = "gzip" in environ.get("HTTP_ACCEPT_ENCODING", "")
    tag = f'"{answer.etag}-gzip"' if packed else f'"{answer.etag}"'
    headers = [
        *_same(answer.headers), ("ETag", tag), ("Vary", _vary(answer.headers)), ("Age", answer.age(now=now))
    ]  # fmt: skip
    if tag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", [pair for pair in headers if pair[0] != "Content-Type"])
        return []
    body = answer.packed if packed else answer.body
    if packed:
        headers.append(("Content-Encoding", "gzip"))
    start_response(answer.status, [*headers, ("Content-Length", str(len(body)))])
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


def _listen(said: list[Any]) -> StartResponse:
    def start_response(status: str, headers: Headers, *more: Any) -> Callable[[bytes], object]:
        said[:] = [(status, headers, more)]
        return lambda data: None

    return start_response


def _keepable(status: str, headers: Headers) -> bool:
    names = {name.lower() for name, _ in headers}
    return status.startswith("200") and not names & {"set-cookie", "content-encoding", "etag"}


def _read(body: Iterable[bytes]) -> bytes:
    try:
        return b"".join(body)
    finally:
        if close := getattr(body, "close", None):
            close()


def _same(headers: Headers) -> Headers:
    return [pair for pair in headers if pair[0].lower() not in ("vary", "content-length")]


def _vary(headers: Headers) -> str:
    named = next((value for name, value in headers if name.lower() == "vary"), "")
    return ", ".join(filter(None, (named, "Accept-Encoding")))
