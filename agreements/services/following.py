"""What follows an agreement: its renewal, its amendment, and a new text for many at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from agreements.events import note
from agreements.models import OPEN_STAGES, Agreement
from agreements.readiness import LEFT_OUT
from agreements.refusals import AgreementRefused
from agreements.rights import require_manager
from agreements.services.issuing import CannotIssue, issue
from agreements.services.locking import held
from agreements.standing import in_force, is_in_force, last_day_of
from agreements.texts.models import TextVersion
from audit.trail import audited

Origin = Agreement.Origin


class NothingToFollow(AgreementRefused):
    """The agreement never came into force, so nothing follows it: start a new one."""


class GraceTooShort(AgreementRefused):
    """The grace period ends today or lies in the past."""


def renew(*, agreement: Agreement, by: User, now: datetime) -> Agreement:
    """Start the agreement that takes over on the day after this one's last; raise a refusal of `issue`."""
    return _follow(agreement, Origin.RENEWAL, _after(agreement, now), by=by, now=now)


def amend(*, agreement: Agreement, by: User, now: datetime) -> Agreement:
    """Start the agreement that replaces this one with changed particulars as soon as all have signed."""
    return _follow(agreement, Origin.AMENDMENT, None, by=by, now=now)


@dataclass(frozen=True, slots=True)
class Repapered:
    """What a campaign did: agreements started, and those that it had to leave, with the reason."""

    started: tuple[Agreement, ...]
    left: tuple[tuple[Agreement, str], ...]


def affected_by(version: TextVersion, *, on: date) -> list[Agreement]:
    """Return the agreements in force on an older text, or on paper, that nobody is signing anew yet."""
    older = (
        Agreement.objects.filter(in_force(on), programme=version.text.programme_id, kind=version.text.kind)
        .exclude(text_version=version)
        .select_related("organisation", "partner", "text_version")
        .defer(*LEFT_OUT)
        .order_by("organisation__name", "partner__name")
    )
    on_their_way = set(
        Agreement.objects.filter(kind=version.text.kind, stage__in=OPEN_STAGES).values_list(
            "organisation_id", "partner_id"
        )
    )
    return [one for one in older if (one.organisation_id, one.partner_id) not in on_their_way]


def repaper(
    *, version: TextVersion, agreements: Iterable[Agreement], replace_by: date, by: User, now: datetime
) -> Repapered:
    """Start an agreement on the new text for each, and let the old ones count until the end of the grace.

    One that cannot be started is left as it is and said so; the others go on.
    :raises NotEntitled, GraceTooShort: nothing is done.
    """
    require_manager(by)
    if replace_by <= timezone.localdate(now):
        raise GraceTooShort("Give the organisations until a day after today.")
    started, left = [], []
    for old in agreements:
        try:
            started.append(_repaper_one(old, replace_by, by, now))
        except CannotIssue as refusal:
            left.append((old, str(refusal)))
    return Repapered(tuple(started), tuple(left))


def _repaper_one(old: Agreement, replace_by: date, by: User, now: datetime) -> Agreement:
    with audited(at=now):
        new = issue(
            organisation=old.organisation,
            kind=old.kind,
            partner=old.partner,
            by=by,
            now=now,
            parent=old,
            origin=Origin.REPAPERED,
        )
        # The new one may be signed as long as the old one counts.
        Agreement.objects.filter(pk=new.pk).update(sign_by=max(new.sign_by, replace_by))
        current = held(old.pk)
        current.replace_by = replace_by
        current.save(update_fields=["replace_by"])
        note(
            "to_be_replaced", current, by=by, replace_by=replace_by.isoformat(), with_agreement=new.reference
        )
    return new


def _follow(
    agreement: Agreement, origin: str, starts_on: date | None, *, by: User, now: datetime
) -> Agreement:
    if agreement.stage != Agreement.Stage.COMPLETE:
        raise NothingToFollow(f"{agreement.reference} was never in force. Start a new agreement.")
    return issue(
        organisation=agreement.organisation,
        kind=agreement.kind,
        partner=agreement.partner,
        by=by,
        now=now,
        starts_on=starts_on,
        parent=agreement,
        origin=origin,
    )


def _after(agreement: Agreement, now: datetime) -> date | None:
    """Return the day after the last one in force; None where that is over or open: then as soon as signed."""
    today, last = timezone.localdate(now), last_day_of(agreement)
    if last is None or not is_in_force(agreement, today):
        return None
    return last + timedelta(days=1)
