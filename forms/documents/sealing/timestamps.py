"""Ask a time stamp service by RFC 3161 over HTTP; whatever goes wrong is one failure, and nothing is sealed."""

from __future__ import annotations

import base64
import http.client
import ssl
import time
from contextlib import closing
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from asn1crypto import tsp
from pyhanko.sign.timestamps.api import TimeStamper

from forms.documents.sealing.verdicts import TimestampFailed

TIMEOUT = 10.0  # seconds for one answer, from connecting to its last byte
MOST_BYTES = 64 * 1024
REPLY = "application/timestamp-reply"


class TimestampService(TimeStamper):
    """One time stamp service; `user` and `password` for basic authentication may be empty."""

    def __init__(self, url: str, *, user: str = "", password: str = "") -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._address = urlsplit(url)
        self._headers = {"Content-Type": "application/timestamp-query", "Accept": REPLY}
        if user:
            token = base64.b64encode(f"{user}:{password}".encode()).decode()
            self._headers["Authorization"] = f"Basic {token}"

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> Any:
        """Return a time stamp token of a digest.

        :raises TimestampFailed: there is none, or it is of something else.
        """
        try:
            token = await super().async_timestamp(message_digest, md_algorithm)
            imprint = token["content"]["encap_content_info"]["content"].parsed["message_imprint"]
            matches = imprint["hashed_message"].native == message_digest
        except Exception as error:
            raise TimestampFailed(
                f"The time stamp service gave no usable answer ({type(error).__name__}), so nothing was sealed."
            ) from error
        if not matches:
            raise TimestampFailed("The time stamp service stamped something else, so nothing was sealed.")
        return token

    async def async_request_tsa_response(self, req: Any) -> Any:
        # Blocking is right here: the event loop serves this one seal.
        return tsp.TimeStampResp.load(self._ask(req.dump()), strict=True)

    def _ask(self, query: bytes) -> bytes:
        deadline = time.monotonic() + TIMEOUT
        with closing(self._connection()) as connection:
            path = self._address.path or "/"
            target = f"{path}?{self._address.query}" if self._address.query else path
            connection.request("POST", target, query, self._headers)
            with closing(connection.getresponse()) as answer:
                if answer.status != http.client.OK or answer.headers.get_content_type() != REPLY:
                    raise http.client.HTTPException(answer.status)
                return _read(answer, deadline)

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._address.hostname or "", self._address.port
        if self._address.scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
        return http.client.HTTPConnection(host, port, timeout=TIMEOUT)


def _read(answer: http.client.HTTPResponse, deadline: float) -> bytes:
    """Read an answer whose size and time are limited, however slowly it drips in."""
    body = b""
    while piece := answer.read1(4096):
        body += piece
        if len(body) > MOST_BYTES:
            raise http.client.HTTPException("too long")
        if time.monotonic() > deadline:
            raise TimeoutError
    return body


@lru_cache(maxsize=4)
def timestamp_service(url: str, user: str, password: str) -> TimestampService:
    """Return the service, one per process: it keeps the size of an answer, which saves asking twice."""
    return TimestampService(url, user=user, password=password)
