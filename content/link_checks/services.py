"""Check the links that are due, keep what they answered, and have one checked again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.dispatch import Signal

from accounts.models import User
from audit.trail import audited, record
from content.link_checks.checking import Answer, check
from content.link_checks.models import ExternalLink
from content.link_checks.reaching import Network

# Sent with `link` in the transaction that finds it broken, once for each time that it breaks.
link_broke = Signal()

MOST_IN_A_RUN, MOST_OF_A_HOST = 40, 5
HOST_DELAY, LONGEST_RUN = 2.0, 300.0
AGAIN_AFTER = {
    ExternalLink.State.WORKING: timedelta(days=7),
    ExternalLink.State.BROKEN: timedelta(days=1),
    ExternalLink.State.REFUSED: timedelta(days=30),
}


class ChecksOff(Exception):
    """This installation asks no other servers."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast other servers are asked; tests hand in clocks of their own."""

    sleep: Callable[[float], object] = time.sleep
    monotonic: Callable[[], float] = time.monotonic


def check_due(*, now: datetime, network: Network | None = None, pace: Pace | None = None) -> tuple[int, int]:
    """Check links whose time has come; return how many were checked and how many of them are broken.

    No transaction is open while another server is waited for. Raises ChecksOff.
    """
    if not settings.LINK_CHECKS:
        raise ChecksOff("Checks of links are switched off here (setting LINK_CHECKS).")
    network, pace = network or Network(), pace or Pace()
    started, asked, broken = pace.monotonic(), 0, 0
    hosts: dict[str, int] = {}
    for link in ExternalLink.objects.filter(next_check_at__lte=now).order_by("next_check_at", "pk"):
        host = _host(link)
        if hosts.get(host, 0) >= MOST_OF_A_HOST:
            continue
        if asked >= MOST_IN_A_RUN or pace.monotonic() - started > LONGEST_RUN:
            break
        if host in hosts:
            pace.sleep(HOST_DELAY)
        hosts[host] = hosts.get(host, 0) + 1
        answer = check(link.address, network)
        _keep(link.pk, answer, now=now)
        asked, broken = asked + 1, broken + (answer.state == ExternalLink.State.BROKEN)
    return asked, broken


def check_again(*, link: ExternalLink, by: User, now: datetime) -> None:
    """Put a link first in the queue; raise ChecksOff."""
    if not settings.LINK_CHECKS:
        raise ChecksOff("Checks of links are switched off here, so it was not checked.")
    with audited(at=now):
        ExternalLink.objects.filter(pk=link.pk).update(next_check_at=now - timedelta(days=365))
        record("link.check_asked_for", actor=by, subject=link, programme=link.programme_id)


@transaction.atomic
def _keep(key: UUID, answer: Answer, *, now: datetime) -> None:
    link = ExternalLink.objects.select_for_update().filter(pk=key).first()
    if link is None:
        return
    is_broken = answer.state == ExternalLink.State.BROKEN
    broke_now = is_broken and link.state != ExternalLink.State.BROKEN
    link.state, link.answer, link.checked_at = answer.state, answer.said[:200], now
    link.broken_since = (link.broken_since or now) if is_broken else None
    link.next_check_at = now + AGAIN_AFTER[ExternalLink.State(answer.state)]
    link.save()
    if broke_now:
        link_broke.send_robust(sender=ExternalLink, link=link, now=now)


def _host(link: ExternalLink) -> str:
    try:
        return urlsplit(link.address).hostname or ""
    except ValueError:
        return ""
