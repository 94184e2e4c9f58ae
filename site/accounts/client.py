"""Where a request came from, as evidence: nothing that a browser claims counts for more than it is."""

from __future__ import annotations

import ipaddress
import re
import unicodedata
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest

LONGEST_USER_AGENT = 400
_REQUEST_ID = re.compile(r"[\w-]{8,64}", re.ASCII)
_PORT = re.compile(r"\A(?:\[(?P<six>[^\]]+)\](?::\d+)?|(?P<four>\d+\.\d+\.\d+\.\d+):\d+)\Z")


@dataclass(frozen=True, slots=True)
class Client:
    """The address, the program and the id of a request; an address that is none is empty."""

    ip: str
    user_agent: str
    request_id: str


def client_of(request: HttpRequest) -> Client:
    """Return where a request came from.

    Forwarded headers count only where ALLAUTH_TRUSTED_PROXY_COUNT says how many of our own proxies
    wrote them: what stands before those is the browser's to invent.
    """
    proxies = int(getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0))
    return Client(
        ip=_ip(request, proxies),
        user_agent=_printable(request.headers.get("User-Agent", ""))[:LONGEST_USER_AGENT],
        request_id=_request_id(request, proxies),
    )


def _ip(request: HttpRequest, proxies: int) -> str:
    forwarded = request.headers.get("X-Forwarded-For", "").split(",") if proxies > 0 else []
    # Fewer entries than proxies: the request did not come through all of them, so none is believed.
    said = forwarded[-proxies] if proxies and len(forwarded) >= proxies else ""
    return _address(said) or _address(str(request.META.get("REMOTE_ADDR") or ""))


def _address(text: str) -> str:
    """Return an IP address in its usual writing, without a port; empty for anything else."""
    bare = text.strip()
    if found := _PORT.match(bare):
        bare = found["six"] or found["four"]
    try:
        return str(ipaddress.ip_address(bare))
    except ValueError:
        return ""


def _request_id(request: HttpRequest, proxies: int) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if proxies > 0 and _REQUEST_ID.fullmatch(given) else uuid.uuid4().hex


def _printable(text: str) -> str:
    return "".join(one for one in text if not unicodedata.category(one).startswith("C"))
