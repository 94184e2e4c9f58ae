"""How an agreement stands, who acts next and since when, as the database computes it.

Each says in SQL what a function says of one row: `standing_of`, `next_step`, `waiting_since`. Filters and
counts over thousands of agreements need them; tests hold the two together.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Case,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    Func,
    OuterRef,
    Q,
    Subquery,
    Value,
    When,
)
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Least
from django.db.models.lookups import Exact, GreaterThan, LessThanOrEqual
from django.db.models.sql.compiler import SQLCompiler

from agreements.kinds import Kind
from agreements.models import OPEN_STAGES, Agreement
from agreements.next_steps import Actor
from agreements.readiness import open_requests_of
from agreements.signing.models import SigningRequest
from agreements.standing import BEFORE_COMPLETE, EXPIRING_WITHIN, Standing, not_ended, seal_late

Stage = Agreement.Stage
# No agreement ends as late as this, so it stands for "no end".
NEVER = date(9999, 12, 31)


class NextDay(Func):
    """The day after a date."""

    output_field = DateField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **options: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, template="date(%(expressions)s, '+1 day')", **options)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **options: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        return self.as_sql(compiler, connection, template="(%(expressions)s + 1)", **options)


def _or_never(end: str | Combinable) -> Coalesce:
    return Coalesce(end, Value(NEVER, output_field=DateField()), output_field=DateField())


def _ends() -> dict[Standing, Coalesce]:
    """Return the first days on which an agreement no longer stands; of two on one day the first counts."""
    return {
        Standing.SUPERSEDED: _or_never("superseded_on"),
        Standing.TERMINATED: _or_never("terminates_on"),
        Standing.EXPIRED: _or_never(NextDay("expires_on")),
        Standing.TO_REPLACE: _or_never(NextDay("replace_by")),
    }


def end_expression() -> Least:
    """Return the first day on which an agreement no longer stands, NEVER without an end: see `end_of`."""
    return Least(*_ends().values(), output_field=DateField())


def standing_expression(on: date) -> Case:
    """Return how an agreement stands on a day: see `standing_of`."""
    end, day = end_expression(), Value(on, output_field=DateField())
    soon = Value(on + EXPIRING_WITHIN, output_field=DateField())
    over = LessThanOrEqual(end, day)
    return Case(
        *(When(stage=stage, then=Value(standing.value)) for stage, standing in BEFORE_COMPLETE.items()),
        # Most are in force for long: asked first, this spares the database comparing ends, which it does slowly.
        When(_untroubled(on), then=Value(Standing.IN_FORCE.value)),
        *(
            When(Q(over) & Q(Exact(end, candidate)), then=Value(standing.value))
            for standing, candidate in _ends().items()
        ),
        When(effective_on__gt=on, then=Value(Standing.STARTS_LATER.value)),
        # That another one takes its place is no reason to hurry.
        When(Q(Exact(end, _or_never("superseded_on"))), then=Value(Standing.IN_FORCE.value)),
        When(Q(GreaterThan(end, soon)), then=Value(Standing.IN_FORCE.value)),
        default=Value(Standing.EXPIRING.value),
        output_field=CharField(),
    )


def _untroubled(on: date) -> Q:
    ends_late = Q(expires_on__isnull=True) | Q(expires_on__gte=on + EXPIRING_WITHIN)
    no_other_end = Q(superseded_on__isnull=True, terminates_on__isnull=True, replace_by__isnull=True)
    return Q(effective_on__lte=on) & no_other_end & ends_late


def live(on: date) -> Q:
    """Select agreements that are in force on a day, start later, or are on their way."""
    complete = Q(stage=Stage.COMPLETE) & not_ended(on)
    return Q(stage__in=OPEN_STAGES) | complete


def shown(on: date) -> Q:
    """Select what the register shows: what is live, else the last agreement about the same thing.

    The same as a cell of the matrix holds.
    """
    about_the_same = Agreement.objects.filter(
        Q(partner=OuterRef("partner")) | ~Q(kind=Kind.SLA),
        organisation=OuterRef("organisation"),
        kind=OuterRef("kind"),
    )
    another_counts = about_the_same.filter(live(on) | Q(issued_at__gt=OuterRef("issued_at")))
    return live(on) | Q(~Exists(another_counts))


def actor_expression(now: datetime) -> Case:
    """Return who acts next on an agreement whose `standing` is annotated: see `next_step`."""
    return Case(
        When(seal_late(now), then=Value(Actor.ADMINISTRATOR.value)),
        When(standing=Standing.COUNTERSIGNED, seal_problem="", then=Value(Actor.SYSTEM.value)),
        When(~Exists(open_requests_of(OuterRef("pk"))), standing=Standing.OUT, then=Value(Actor.TEAM.value)),
        *(When(standing=standing, then=Value(actor.value)) for standing, actor in _ACTORS.items()),
        default=Value(Actor.TEAM.value),
        output_field=CharField(),
    )


_ACTORS = {
    Standing.OUT: Actor.SIGNATORY,
    Standing.SIGNED: Actor.COUNTERPARTY,
    Standing.COUNTERSIGNED: Actor.ADMINISTRATOR,
    Standing.ATTESTED: Actor.ADMINISTRATOR,
    Standing.STARTS_LATER: Actor.SYSTEM,
    Standing.IN_FORCE: Actor.NOBODY,
}


def waiting_expression() -> Coalesce:
    """Return since when an agreement on its way waits for its present actor: see `waiting_since`."""
    asked = SigningRequest.objects.filter(agreement=OuterRef("pk"), state=SigningRequest.State.OPEN)
    turn = Coalesce("consented_at", "authority_at", "read_at", "opened_at", "created_at")
    return Coalesce(
        Subquery(asked.annotate(turn=turn).values("turn")[:1], output_field=DateTimeField()),
        "attested_at",
        "countersigned_at",
        "organisation_signed_at",
        "out_at",
        F("issued_at"),
        output_field=DateTimeField(),
    )


def ends_within(on: date, days: int) -> Q:
    """Select what is in force and ends within so many days otherwise than by being superseded.

    Expects `standing` and `end` to be annotated. EXPIRING holds every such agreement for up to 90 days.
    """
    return Q(standing=Standing.EXPIRING, end__lte=on + timedelta(days=days))
