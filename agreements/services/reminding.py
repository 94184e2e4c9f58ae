"""Remind whoever acts next: by hand from the register, and by themselves as the days go by.

That is the person asked to sign, the counterparty, or the hospital's team while nobody is asked.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce

from accounts.models import User
from agreements.events import SYSTEM, note
from agreements.models import OPEN_STAGES, Agreement
from agreements.notices.addressees import tell_counterparty, tell_team
from agreements.notices.outbox import owe
from agreements.readiness import LEFT_OUT
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
TO_PREPARE = "to_prepare"
TEAMS_TURN = (Agreement.Stage.DRAFT, Agreement.Stage.OUT)


class NobodyToRemind(AgreementRefused):
    """It is nobody's turn who could be mailed, or somebody was reminded within the last day."""


def may_be_reminded(agreement: Agreement, *, asked: bool) -> bool:
    """Say whether a reminder has somebody to go to: who is asked to sign, or the team while nobody is."""
    return asked or agreement.stage in TEAMS_TURN


def remind(*, agreement: Agreement, by: User, now: datetime) -> int:
    """Mail whoever acts next once more and return how often that was done.

    :raises NotEntitled, NobodyToRemind, LinkLate: nobody is mailed.
    """
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
    """Remind everybody whose turn it has been for five days; return how many were reminded."""
    done = 0
    for agreement in [*_unanswered(now), *_unprepared(now)]:
        try:
            _remind(agreement, by=None, now=now, since=now - EVERY)
            done += 1
        except AgreementRefused:
            # Whatever stands against one, for example a person who may no longer be asked: the others go on.
            continue
    return done


def _unanswered(now: datetime) -> list[Agreement]:
    """Return the agreements that somebody has been asked to sign for five days."""
    waiting = SigningRequest.objects.filter(
        Q(reminded_at__isnull=True) | Q(reminded_at__lte=now - EVERY),
        state=SigningRequest.State.OPEN,
        created_at__lte=now - EVERY,
        reminders__lt=MOST_BY_ITSELF,
        agreement__stage__in=OPEN_STAGES,
    ).select_related("agreement__organisation")
    return [request.agreement for request in waiting]


def _unprepared(now: datetime) -> list[Agreement]:
    """Return the agreements that have waited for the team for five days, reminded of less than three times."""
    asked = SigningRequest.objects.filter(agreement=OuterRef("pk"), state=SigningRequest.State.OPEN)
    turn = Coalesce("out_at", "issued_at")
    told = Q(notices__template=TO_PREPARE, notices__created_at__gte=turn)
    waiting = (
        Agreement.objects.filter(~Exists(asked), stage__in=TEAMS_TURN)
        .annotate(turn=turn)
        .filter(turn__lte=now - EVERY)
        .values("pk")
        .annotate(
            times=Count("notices__created_at", filter=told, distinct=True),
            last=Max("notices__created_at", filter=told),
        )
        .filter(Q(last__isnull=True) | Q(last__lte=now - EVERY), times__lt=MOST_BY_ITSELF)
    )
    return list(Agreement.objects.filter(pk__in=waiting.values("pk")).defer(*LEFT_OUT))


def _remind(agreement: Agreement, *, by: User | None, now: datetime, since: datetime) -> int:
    with audited(at=now):
        current = held(agreement.pk)
        request = open_request(current)
        if request is None:
            return _remind_team(current, by=by, now=now, since=since)
        refuse_late(current, now)
        _refuse_again(current, request.reminded_at, since)
        request.reminded_at, request.reminders = now, request.reminders + 1
        request.save(update_fields=["reminded_at", "reminders"])
        _mail(current, request, by=by, now=now)
        note("reminded", current, by=by or SYSTEM, request=str(request.pk), number=request.reminders)
    return request.reminders


def _remind_team(agreement: Agreement, *, by: User | None, now: datetime, since: datetime) -> int:
    if agreement.stage not in TEAMS_TURN:
        raise NobodyToRemind(f"{agreement.reference}: it is nobody's turn who could be reminded.")
    refuse_late(agreement, now)
    before = agreement.notices.filter(
        template=TO_PREPARE, created_at__gte=agreement.out_at or agreement.issued_at
    ).aggregate(times=Count("created_at", distinct=True), last=Max("created_at"))
    _refuse_again(agreement, before["last"], since)
    told = tell_team(agreement, TO_PREPARE, by=by, now=now)
    if not told:
        raise NobodyToRemind(f"{agreement.reference}: nobody else is in the team of the organisation.")
    number = int(before["times"]) + 1
    note("team_reminded", agreement, by=by or SYSTEM, number=number, told=told)
    return number


def _refuse_again(agreement: Agreement, last: datetime | None, since: datetime) -> None:
    if last is not None and last > since:
        raise NobodyToRemind(f"{agreement.reference}: a reminder was sent within the last day.")


def _mail(agreement: Agreement, request: SigningRequest, *, by: User | None, now: datetime) -> None:
    if request.email:
        tokens = None
        if request.party == Party.ORGANISATION and request.person_id is None:
            tokens = renew_link(request, agreement, by=by or request.nominated_by, now=now)
        owe("reminder", agreement, email=request.email, request=request, tokens=tokens, now=now)
        return
    tell_counterparty(request, agreement, now=now)
