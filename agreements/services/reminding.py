"""Remind whoever is to sign: by hand from the register, and by themselves as the days go by."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import User
from agreements.events import SYSTEM, note
from agreements.models import OPEN_STAGES, Agreement
from agreements.notices.addressees import tell_counterparty
from agreements.notices.outbox import owe
from agreements.refusals import AgreementRefused
from agreements.rights import require_preparer
from agreements.services.links import refuse_late
from agreements.services.locking import held, open_request
from agreements.services.signatories import renew_link
from agreements.signing.models import Party, SigningRequest
from audit.trail import audited

# By itself after five days and then every five, three times; by hand once a day.
EVERY, MOST_BY_ITSELF = timedelta(days=5), 3
BY_HAND = timedelta(days=1)


class NobodyToRemind(AgreementRefused):
    """Nobody is asked to sign, or somebody was reminded within the last day."""


def remind(*, agreement: Agreement, by: User, now: datetime) -> SigningRequest:
    """Mail the person whose turn it is once more; raise NotEntitled, NobodyToRemind or LinkLate."""
    require_preparer(by, agreement.organisation)
    return _remind(agreement, by=by, now=now, since=now - BY_HAND)


def remind_many(*, agreements: Iterable[Agreement], by: User, now: datetime) -> tuple[int, int]:
    """Remind about each; return how many were reminded and how many could not be."""
    reminded = left = 0
    for agreement in agreements:
        try:
            remind(agreement=agreement, by=by, now=now)
            reminded += 1
        except AgreementRefused:
            # One that nobody can be reminded of does not keep the others back.
            left += 1
    return reminded, left


def remind_overdue(now: datetime) -> int:
    """Remind everybody who has been asked for five days without an answer; return how many."""
    waiting = SigningRequest.objects.filter(
        Q(reminded_at__isnull=True) | Q(reminded_at__lte=now - EVERY),
        state=SigningRequest.State.OPEN,
        created_at__lte=now - EVERY,
        reminders__lt=MOST_BY_ITSELF,
        agreement__stage__in=OPEN_STAGES,
    ).select_related("agreement__organisation")
    done = 0
    for request in list(waiting):
        try:
            _remind(request.agreement, by=None, now=now, since=now - EVERY)
            done += 1
        except AgreementRefused:
            # Whatever stands against one, for example a person who may no longer be asked: the others go on.
            continue
    return done


def _remind(agreement: Agreement, *, by: User | None, now: datetime, since: datetime) -> SigningRequest:
    with audited(at=now):
        current = held(agreement.pk)
        request = open_request(current)
        if request is None:
            raise NobodyToRemind(f"{current.reference}: nobody is asked to sign it now.")
        refuse_late(current, now)
        if request.reminded_at is not None and request.reminded_at > since:
            raise NobodyToRemind(f"{current.reference}: a reminder was sent within the last day.")
        request.reminded_at, request.reminders = now, request.reminders + 1
        request.save(update_fields=["reminded_at", "reminders"])
        _mail(current, request, by=by, now=now)
        note("reminded", current, by=by or SYSTEM, request=str(request.pk), number=request.reminders)
    return request


def _mail(agreement: Agreement, request: SigningRequest, *, by: User | None, now: datetime) -> None:
    if request.email:
        tokens = None
        if request.party == Party.ORGANISATION and request.person_id is None:
            tokens = renew_link(request, agreement, by=by or request.nominated_by, now=now)
        owe("reminder", agreement, email=request.email, request=request, tokens=tokens, now=now)
        return
    tell_counterparty(request, agreement, now=now)
