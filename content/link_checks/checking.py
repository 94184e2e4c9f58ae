"""Say whether an address still answers: HEAD, then GET where HEAD is not liked, redirects followed."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urljoin, urlsplit

from content.link_checks.models import ExternalLink
from content.link_checks.reaching import Network, RefusedAddress, Unreachable, ask

MOST_REDIRECTS = 5
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of one check: a state of ExternalLink, and a few words for people."""

    state: str
    said: str


def check(address: str, network: Network) -> Answer:
    """Ask an address, and every address that it redirects to under the same rules."""
    try:
        status = _follow(address, network)
    except RefusedAddress as refusal:
        return Answer(ExternalLink.State.REFUSED, str(refusal))
    except Unreachable as trouble:
        return Answer(ExternalLink.State.BROKEN, str(trouble))
    if status < 400 or status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.TOO_MANY_REQUESTS):
        return Answer(ExternalLink.State.WORKING, in_words(status))
    return Answer(ExternalLink.State.BROKEN, in_words(status))


def in_words(status: int) -> str:
    """Return a status with its standard phrase, for example "404 Not Found"."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _follow(address: str, network: Network) -> int:
    for _ in range(MOST_REDIRECTS + 1):
        try:
            parts = urlsplit(address)
        except ValueError as error:
            raise RefusedAddress("Not a web address") from error
        status, location = ask("HEAD", parts, network)
        if status >= 400:
            status, location = ask("GET", parts, network)
        if status not in REDIRECTS or not location:
            return status
        try:
            address = urljoin(address, location)
        except ValueError as error:
            raise Unreachable("Redirects to what is no web address") from error
    raise Unreachable("Redirects without end")
