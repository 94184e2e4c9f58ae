"""What needs somebody of the programme office: as filters of the register, and as lines on the first page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Membership
from agreements.models import Agreement
from agreements.notices.sending import WHILE_OPEN
from agreements.register.expressions import ends_within
from agreements.register.selecting import annotated
from agreements.services.closing import UNSIGNED_BY_ALL
from agreements.services.sealing import without_certificate
from agreements.signing.models import Notice, SigningRequest
from agreements.standing import SEALED_WITHIN, in_force, seal_late
from directory.models import Organisation

Stage = Agreement.Stage
WAITS_TOO_LONG = timedelta(days=14)
ENDS_SOON_DAYS = 30


@dataclass(frozen=True, slots=True)
class Trouble:
    """A kind of trouble: the value of its filter, its words for one and for several, and what it selects.

    `select` takes now; its condition may use the annotations `standing`, `end` and `waiting`.
    """

    key: str
    label: str
    one: str
    several: str
    select: Callable[[datetime], Q]
    urgent: bool = False


def _not_sealed(now: datetime) -> Q:
    return Q(stage=Stage.COUNTERSIGNED) & ~Q(seal_problem="") | seal_late(now)


def _not_certified(now: datetime) -> Q:
    # Made right after the seal, and tried again by a job: what is missing for longer needs somebody.
    return without_certificate() & Q(completed_at__lt=now - SEALED_WITHIN)


def _to_confirm(now: datetime) -> Q:
    return Q(stage=Stage.ATTESTED)


def _waits_long(now: datetime) -> Q:
    return Q(stage__in=[Stage.OUT, Stage.SIGNED], waiting__lte=now - WAITS_TOO_LONG)


def _nobody_countersigns(now: datetime) -> Q:
    people = Membership.objects.filter(
        partner=OuterRef("partner"), ended_at__isnull=True, user__is_active=True
    )
    return Q(stage=Stage.SIGNED) & ~Q(Exists(people))


def _ends_soon(now: datetime) -> Q:
    return ends_within(timezone.localdate(now), ENDS_SOON_DAYS)


def _mail_not_sent(now: datetime) -> Q:
    stuck = Notice.objects.filter(agreement=OuterRef("pk"), sent_at__isnull=True).exclude(problem="")
    # What asks for a signature has no more use once the request is answered or over.
    over = Q(template__in=WHILE_OPEN) & ~Q(request__state=SigningRequest.State.OPEN)
    return Q(Exists(stuck.exclude(over)))


def _cannot_be_signed(now: datetime) -> Q:
    # Nothing is signed for a closed organisation: somebody withdraws it and starts it for the successor.
    return Q(stage__in=UNSIGNED_BY_ALL, organisation__status=Organisation.Status.CLOSED)


def _not_carried_over(now: datetime) -> Q:
    carried = Agreement.objects.filter(
        parent=OuterRef("pk"),
        origin=Agreement.Origin.CARRIED_OVER,
        stage__in=[Stage.ATTESTED, Stage.COMPLETE],
    )
    today = timezone.localdate(now)
    # Carrying over is refused there: the successor signed one of its own.
    own = Agreement.objects.filter(
        in_force(today),
        organisation=OuterRef("organisation__successor"),
        kind=OuterRef("kind"),
        partner=OuterRef("partner"),
    )
    closed = Q(organisation__status=Organisation.Status.CLOSED, organisation__successor__isnull=False)
    return in_force(today) & closed & Q(~Exists(carried)) & Q(~Exists(own))


TROUBLES = {
    one.key: one
    for one in (
        Trouble(
            "seal",
            "Signed by all, but not sealed",
            "agreement that all have signed is not sealed",
            "agreements that all have signed are not sealed",
            _not_sealed,
            urgent=True,
        ),
        Trouble(
            "certificate",
            "Sealed, but without its certificate",
            "sealed agreement has no certificate of completion",
            "sealed agreements have no certificate of completion",
            _not_certified,
            urgent=True,
        ),
        Trouble(
            "mail",
            "A mail could not be sent",
            "agreement has a mail that could not be sent",
            "agreements have a mail that could not be sent",
            _mail_not_sent,
            urgent=True,
        ),
        Trouble(
            "nobody",
            "Nobody can countersign",
            "agreement waits for a counterparty without people",
            "agreements wait for a counterparty without people",
            _nobody_countersigns,
            urgent=True,
        ),
        Trouble(
            "confirm",
            "Waits for a second person to confirm",
            "agreement waits for a second person to confirm it",
            "agreements wait for a second person to confirm them",
            _to_confirm,
        ),
        Trouble(
            "waiting",
            f"Waits for a signature for {WAITS_TOO_LONG.days} days or more",
            f"agreement waits for a signature for {WAITS_TOO_LONG.days} days or more",
            f"agreements wait for a signature for {WAITS_TOO_LONG.days} days or more",
            _waits_long,
        ),
        Trouble(
            "ending",
            f"Ends within {ENDS_SOON_DAYS} days",
            f"agreement ends within {ENDS_SOON_DAYS} days",
            f"agreements end within {ENDS_SOON_DAYS} days",
            _ends_soon,
        ),
        Trouble(
            "closed",
            "Closed organisation, still to be signed",
            "agreement of a closed organisation is still to be signed",
            "agreements of closed organisations are still to be signed",
            _cannot_be_signed,
        ),
        Trouble(
            "carry",
            "Closed organisation, not carried over",
            "agreement of a closed organisation is in force and not carried over",
            "agreements of closed organisations are in force and not carried over",
            _not_carried_over,
        ),
    )
}


def count_troubles(now: datetime, *, programme_id: UUID) -> dict[str, int]:
    """Return how many agreements of a programme are in each kind of trouble; one query each."""
    rows = annotated(now).filter(programme=programme_id)
    return {key: rows.filter(trouble.select(now)).count() for key, trouble in TROUBLES.items()}
