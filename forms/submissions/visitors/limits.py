"""How often one network address may begin or send open forms, and how often one form may be sent.

Counted in the cache under a keyed hash that no two days share, for an hour: the address itself is neither
stored nor logged.
"""

from __future__ import annotations

import ipaddress
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

from accounts.client import client_of
from vault.blind_index import blind_index

PER = timedelta(hours=1)
# One household or ward has 64 bits of IPv6 to choose addresses from.
IPV6_PREFIX = 64


class Act(StrEnum):
    """What is counted."""

    BEGIN = "begin"
    SEND = "send"


def within_limits(request: HttpRequest, act: Act, *, form_id: object, now: datetime) -> bool:
    """Count an act of this address and on this form; say whether both were within this hour's limits."""
    most = settings.VISITOR_LIMITS[act.value]
    found = [
        _count(key, now=now) <= limit
        for key, limit in (
            (f"{act}:{_address_hash(client_of(request).ip, now=now)}", most["address"]),
            (f"{act}:form:{form_id}", most["form"]),
        )
    ]
    return all(found)


def _count(name: str, *, now: datetime) -> int:
    key = f"open-forms:{name}:{now:%Y%m%d%H}"
    cache.add(key, 0, int(PER.total_seconds()))
    try:
        return cache.incr(key)
    except ValueError:
        # The cache forgot it between the two: nobody is stopped for that.
        return 0


def _address_hash(ip: str, *, now: datetime) -> str:
    return blind_index(f"{_counted_as(ip)} {now:%Y-%m-%d}", purpose="form_submissions.address")


def _counted_as(ip: str) -> str:
    if ip and ipaddress.ip_address(ip).version == 6:
        return str(ipaddress.ip_network(f"{ip}/{IPV6_PREFIX}", strict=False))
    return ip
