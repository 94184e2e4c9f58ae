"""What follows an agreement: its renewal, its amendment, and a new text for many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from agreements.events import note
from agreements.models import OPEN_STAGES, Agreement
from agreements.readiness import LEFT_OUT
from agreements.refusals import AgreementRefused
from agreements.rights import require_manager
from agreements.services.issuing import CannotIssue, issue
from agreements.services.locking import held, require_stage
from agreements.standing import IN_FORCE, Standing, in_force, is_in_force, last_day_of, standing_of
from agreements.texts.models import TextVersion
from agreements.texts.reading import text_in_force
from audit.trail import audited

Origin = Agreement.Origin
# What ran out is renewed late; what was ended or replaced is not.
RENEWABLE = IN_FORCE | {Standing.EXPIRED, Standing.TO_REPLACE}


class NothingToFollow(AgreementRefused):
    """The agreement never came into force, so nothing follows it: start a new one."""


class FollowedAlready(AgreementRefused):
    """Another agreement between the two about the same begins later."""


class TextNotInForce(AgreementRefused):
    """The version is not, or not any longer, the text in force."""


class NothingToCallOff(AgreementRefused):
    """The agreement need not be signed anew, or its grace is over."""


class GraceTooShort(AgreementRefused):
    """The grace period ends today or lies in the past."""


def renew(*, agreement: Agreement, by: User, now: datetime) -> Agreement:
    """Start the agreement that takes over on the day after this one's last, also when that is over.

    :raises NothingToFollow, FollowedAlready: or a refusal of `issue`.
    """
    _require_standing(agreement, RENEWABLE, now)
    return _follow(agreement, Origin.RENEWAL, _after(agreement, now), by=by, now=now)


def amend(*, agreement: Agreement, by: User, now: datetime) -> Agreement:
    """Start the agreement that replaces this one with changed particulars as soon as all have signed.

    :raises NothingToFollow, FollowedAlready: or a refusal of `issue`.
    """
    _require_standing(agreement, IN_FORCE, now)
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
    :raises NotEntitled, TextNotInForce, GraceTooShort: nothing is done.
    """
    require_manager(by)
    newest = text_in_force(programme_id=version.text.programme_id, kind=version.text.kind)
    if newest is None or newest.pk != version.pk:
        raise TextNotInForce(
            f"Version {version.number} is not the text in force. Start from the list of new texts."
        )
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
            # The new one may be signed as long as the old one counts.
            sign_by=replace_by,
        )
        current = held(old.pk)
        current.replace_by = replace_by
        current.save(update_fields=["replace_by"])
        note(
            "to_be_replaced", current, by=by, replace_by=replace_by.isoformat(), with_agreement=new.reference
        )
    return new


def call_off_repapering(*, agreement: Agreement, by: User, now: datetime) -> Agreement:
    """Let an agreement count beyond its grace; the one started in its place is withdrawn on its own.

    :raises NotEntitled, Closed, NothingToCallOff: nothing is changed.
    """
    require_manager(by)
    with audited(at=now):
        current = held(agreement.pk)
        require_stage(current, Agreement.Stage.COMPLETE)
        if current.replace_by is None:
            raise NothingToCallOff(f"{current.reference} need not be signed anew.")
        if current.replace_by < timezone.localdate(now):
            raise NothingToCallOff(
                f"The time to sign {current.reference} anew is over. Start a new agreement."
            )
        until, current.replace_by = current.replace_by, None
        current.save(update_fields=["replace_by"])
        note("repapering_called_off", current, by=by, replace_by=until.isoformat())
    return current


def _require_standing(agreement: Agreement, allowed: Collection[Standing], now: datetime) -> None:
    today = timezone.localdate(now)
    standing = standing_of(agreement, today)
    if standing not in allowed:
        raise NothingToFollow(
            f"{agreement.reference} cannot be followed by another: {str(standing.label).lower()}. "
            "Start a new agreement, or go on with the one that is there."
        )
    later = Agreement.objects.filter(
        organisation=agreement.organisation_id,
        kind=agreement.kind,
        partner=agreement.partner_id,
        stage=Agreement.Stage.COMPLETE,
        effective_on__gt=today,
    )
    for other in later.exclude(pk=agreement.pk).defer(*LEFT_OUT):
        if standing_of(other, today) == Standing.STARTS_LATER:
            raise FollowedAlready(
                f"{other.reference} follows already: it begins on {date_format(other.effective_on or today)}."
            )


def _follow(
    agreement: Agreement, origin: str, starts_on: date | None, *, by: User, now: datetime
) -> Agreement:
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
