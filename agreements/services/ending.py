"""Tell a hospital's team in good time that an agreement ends: 90, 60 and 30 days before, once each."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from agreements.events import note
from agreements.models import OPEN_STAGES, Agreement
from agreements.notices.addressees import tell_team
from agreements.readiness import LEFT_OUT
from agreements.services.locking import held
from agreements.signing.models import Notice
from agreements.standing import Standing, end_of, in_force, is_in_force
from audit.trail import audited

DAYS_BEFORE = (30, 60, 90)


def tell_endings(now: datetime) -> int:
    """Tell the team of every agreement that ends soon with nothing to follow; return how many there were.

    What was told is remembered as the mails themselves: a template per number of days. An agreement found
    late, for example a paper, is told at its present number alone.
    """
    today = timezone.localdate(now)
    soon = today + timedelta(days=max(DAYS_BEFORE))
    rows = Agreement.objects.filter(in_force(today), superseded_on__isnull=True)
    rows = rows.filter(Q(expires_on__lt=soon) | Q(replace_by__lt=soon)).defer(*LEFT_OUT)
    told = set(
        Notice.objects.filter(template__in=map(_template, DAYS_BEFORE)).values_list("agreement", "template")
    )
    due = [one.pk for one in rows if (one.pk, _template(_days_of(one, today))) not in told]
    return sum(_tell(pk, now) for pk in due)


def _tell(agreement_id: UUID, now: datetime) -> bool:
    today = timezone.localdate(now)
    with audited(at=now):
        current = held(agreement_id)
        days = _days_of(current, today)
        template = _template(days)
        if not days or not _needs_a_follower(current, today) or current.notices.filter(template=template):
            return False
        told = tell_team(current, template, now=now)
        if told:
            note("ending_told", current, days=days, told=told)
    return bool(told)


def _days_of(agreement: Agreement, today: date) -> int:
    """Return before how many days of the end we are: 30, 60 or 90; 0 where no end is that near.

    An end that the office recorded, or that comes with another agreement, was told already.
    """
    end = end_of(agreement)
    if end is None or end.standing not in (Standing.EXPIRED, Standing.TO_REPLACE):
        return 0
    left = (end.on - today).days
    return next((days for days in DAYS_BEFORE if left <= days), 0)


def _needs_a_follower(agreement: Agreement, today: date) -> bool:
    if agreement.superseded_on is not None or not is_in_force(agreement, today):
        return False
    followers = Agreement.objects.filter(
        organisation=agreement.organisation_id,
        kind=agreement.kind,
        partner=agreement.partner_id,
        stage__in=OPEN_STAGES,
    )
    return agreement.organisation.is_open and not followers.exists()


def _template(days: int) -> str:
    return f"ending_{days}"
