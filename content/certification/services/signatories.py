"""Who may certify: administrators name registered signatories and end their time."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts.models import User
from audit.trail import audited, record
from content.certification.models import Signatory
from content.certification.refusals import AlreadySignatory, NotASignatory, SignatoryIsAuthor
from programme.models import Programme


def add_signatory(
    *,
    programme: Programme,
    user: User,
    body: str,
    registration_number: str,
    by: User | str,
    now: datetime,
    started_on: date | None = None,
) -> Signatory:
    """Let a person certify a programme's material; raise AlreadySignatory or, for oneself, SignatoryIsAuthor."""
    with audited(at=now):
        if isinstance(by, User) and by.pk == user.pk:
            raise SignatoryIsAuthor("Nobody names themself a signatory: ask another administrator.")
        if Signatory.objects.filter(programme=programme, user=user, ended_on__isnull=True).exists():
            raise AlreadySignatory(f"{user} is a signatory of {programme} already.")
        signatory = Signatory.objects.create(
            programme=programme,
            user=user,
            body=body,
            registration_number=registration_number,
            started_on=started_on or timezone.localdate(now),
        )
        record(
            "signatory.added",
            actor=by,
            subject=signatory,
            programme=programme,
            detail={"person": str(user.pk), "body": body},
        )
    return signatory


def end_signatory(*, signatory: Signatory, by: User, now: datetime) -> Signatory:
    """End a signatory's time with yesterday; what they certified keeps its certificates. Raise NotASignatory."""
    with audited(at=now):
        current = Signatory.objects.select_for_update().get(pk=signatory.pk)
        if current.ended_on is not None:
            raise NotASignatory(f"{current.user} is no signatory any more.")
        current.ended_on = max(timezone.localdate(now), current.started_on)
        current.save(update_fields=["ended_on"])
        record("signatory.ended", actor=by, subject=current, programme=current.programme_id)
    return current


def current_signatories(*, programme: Programme, on: date) -> QuerySet[Signatory]:
    """Return a programme's signatories of a day who can still sign in."""
    today = Signatory.objects.filter(programme=programme, started_on__lte=on, user__is_active=True)
    return today.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on)).select_related("user")


def programmes_certified_by(user: Any, *, on: date) -> QuerySet[Programme]:
    """Return the programmes of which a person is a signatory on a day."""
    held = Signatory.objects.filter(user=user.pk, started_on__lte=on)
    held = held.filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))
    return Programme.objects.filter(pk__in=held.values("programme"))


def signatory_for(*, user: User, programme: Programme, on: date) -> Signatory:
    """Return a person's registration as signatory of a programme on a day; raise NotASignatory."""
    found = current_signatories(programme=programme, on=on).filter(user=user).first()
    if found is None:
        raise NotASignatory(
            f"Only a registered signatory of {programme} certifies its material. "
            "Ask an administrator who the signatories are."
        )
    return found
