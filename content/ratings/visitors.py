"""Who votes: a random id in a signed cookie that is set only at voting; and what is no reader."""

from __future__ import annotations

import hashlib
import ipaddress
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse

from accounts.client import client_of
from vault.blind_index import blind_index

COOKIE = "visitor"
LIFETIME = timedelta(days=180)
# Behind one address there may be a whole hospital.
VOTES_OF_A_NETWORK = 60
PER = timedelta(hours=1)
PREFIXES = {4: 24, 6: 48}
_CRAWLERS = re.compile(
    r"bot\b|bot/|crawl|spider|slurp|preview|scrape|fetch|monitor|headless|lighthouse|python|curl|wget|"
    r"java/|go-http|httpclient|libwww|axios|okhttp|facebookexternalhit",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser's cookie, and the hash under which its votes are kept."""

    cookie: str
    id: str


def is_robot(request: HttpRequest) -> bool:
    """Say whether a request comes from a program that tells so, or tells nothing at all."""
    return names_a_robot(client_of(request).user_agent)


def names_a_robot(agent: str) -> bool:
    """Say whether what a client calls itself is a program's name, or nothing."""
    return not agent or bool(_CRAWLERS.search(agent))


def visitor_of(request: HttpRequest) -> Visitor | None:
    """Return who voted before in this browser, or None."""
    cookie = request.COOKIES.get(COOKIE, "")
    try:
        return Visitor(cookie, _hash(_signer().unsign(cookie)))
    except BadSignature:
        return None


def new_visitor() -> Visitor:
    """Return a visitor with a new random id."""
    name = secrets.token_urlsafe(16)
    return Visitor(_signer().sign(name), _hash(name))


def remember_visitor(response: HttpResponse, visitor: Visitor) -> None:
    """Keep a voter's cookie, for another half-year."""
    response.set_cookie(
        COOKIE,
        visitor.cookie,
        max_age=LIFETIME,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )


def may_vote(request: HttpRequest, *, now: datetime) -> bool:
    """Count a vote from the request's network; say whether it had fewer than 60 in this hour.

    Kept is a keyed hash that no two days share, for an hour: no address.
    """
    key = f"votes:{_network_hash(client_of(request).ip, now=now)}:{now:%H}"
    cache.add(key, 0, int(PER.total_seconds()))
    try:
        return cache.incr(key) <= VOTES_OF_A_NETWORK
    except ValueError:
        return True


def _network_hash(ip: str, *, now: datetime) -> str:
    network = ""
    if ip:
        version = ipaddress.ip_address(ip).version
        network = str(ipaddress.ip_network(f"{ip}/{PREFIXES[version]}", strict=False))
    return blind_index(f"{network} {now:%Y-%m-%d}", purpose="content.ratings.network")


def _hash(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _signer() -> Signer:
    return Signer(salt="content.ratings.visitor")
