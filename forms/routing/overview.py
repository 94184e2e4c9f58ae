"""Deliveries and jobs as operators see them: metadata only, never patient data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet

from accounts.permissions import metadata_of
from forms.routing.jobs import registered_jobs
from forms.routing.models import Delivery, PeriodicJob

# Later than this the queue is not being worked on: no worker runs, or too few.
OVERDUE = timedelta(minutes=10)
# From this many tries on, a leg that is still to be tried again needs a look before it fails for good.
KEEPS_FAILING_FROM = 3

State = Delivery.State
# Handed over, then replaced by another delivery, and nobody noted yet that the first copy is destroyed.
# A party keeps every copy of its agreement: they are the same file.
TO_DESTROY = Q(
    state=State.CANCELLED,
    sent_at__isnull=False,
    replaced_by__isnull=False,
    destruction_confirmed_at__isnull=True,
    document__to_seal=False,
)


@dataclass(frozen=True, slots=True)
class Trouble:
    """How many legs and jobs wait for a person."""

    failed: int
    held: int
    keeps_failing: int
    misconfigured: int
    to_destroy: int
    overdue: int
    late_jobs: int
    failed_jobs: int


def delivery_metadata() -> QuerySet[Delivery]:
    """Return all deliveries without their sealed part, for people who operate the queue."""
    return (
        metadata_of(Delivery)
        .defer("replaced_by__destination_sealed", "document__content_sealed")
        .select_related("partner", "organisation", "document", "replaced_by__partner")
    )


def overdue(now: datetime) -> Q:
    """Select legs that should have been tried by now, and were not."""
    late = now - OVERDUE
    waiting = Q(state__in=[State.QUEUED, State.RETRYING], next_attempt_at__lt=late)
    return waiting | Q(state=State.SENDING, leased_until__lt=late)


def keeps_failing() -> Q:
    """Select legs that are tried again and again; those that wait for a setting are counted by themselves."""
    waiting_for_a_setting = Q(error_kind=Delivery.ErrorKind.MISCONFIGURED)
    return Q(state=State.RETRYING, attempts__gte=KEEPS_FAILING_FROM) & ~waiting_for_a_setting


def waits_for_destruction(leg: Delivery) -> bool:
    """Say of one leg what TO_DESTROY selects."""
    replaced = getattr(leg, "replaced_by", None) is not None
    handed_over = leg.state == State.CANCELLED and leg.sent_at is not None
    return handed_over and replaced and not (leg.destruction_confirmed_at or leg.document.to_seal)


def late_jobs(now: datetime) -> QuerySet[PeriodicJob]:
    """Return the jobs whose time passed long ago: no worker runs them."""
    return registered_jobs().filter(next_run_at__lt=now - OVERDUE)


def trouble(*, now: datetime) -> Trouble:
    """Count what waits for a person, in three queries."""
    legs = Delivery.objects.aggregate(
        failed=Count("pk", filter=Q(state=State.FAILED)),
        held=Count("pk", filter=Q(state=State.HELD)),
        keeps_failing=Count("pk", filter=keeps_failing()),
        misconfigured=Count(
            "pk", filter=Q(state=State.RETRYING, error_kind=Delivery.ErrorKind.MISCONFIGURED)
        ),
        to_destroy=Count("pk", filter=TO_DESTROY),
        overdue=Count("pk", filter=overdue(now)),
    )
    return Trouble(
        **legs,
        late_jobs=late_jobs(now).count(),
        failed_jobs=registered_jobs().filter(last_ok=False).count(),
    )
