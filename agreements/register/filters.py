"""Which organisations the register lists: what was asked for, and the query that finds them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.http import QueryDict
from django.utils import timezone

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.next_steps import Actor
from agreements.register.expressions import NEVER, ends_within, shown
from agreements.register.selecting import annotated
from agreements.register.troubles import TROUBLES
from agreements.standing import Standing
from directory.models import Organisation

# What no agreement has, but a cell of the register: nothing was ever started.
MISSING = "missing"
# Without these two nothing is ever sent, so their absence is something to do. A provider is chosen.
ALWAYS_NEEDED = (Kind.OFFER, Kind.AUTHORISATION)
CLOSED_TOO, OPEN_ONLY, CLOSED_ONLY = "", "open", "closed"
SORTS = {
    "": ("name", "pk"),
    "-name": ("-name", "pk"),
    "code": ("ods_code", "pk"),
    "waiting": (F("longest").asc(nulls_last=True), "name", "pk"),
    "ending": (F("soonest").asc(nulls_last=True), "name", "pk"),
}


@dataclass(frozen=True, slots=True)
class RegisterFilters:
    """What somebody asked the register for; empty values ask for nothing in particular."""

    q: str = ""
    standing: str = ""
    actor: str = ""
    kind: str = ""
    partner: UUID | None = None
    ends: int | None = None
    trouble: str = ""
    paper: bool = False
    closed: str = CLOSED_TOO
    sort: str = ""

    @property
    def query(self) -> str:
        """Return the filters as a query string, the same for the same filters."""
        query = QueryDict(mutable=True)
        for name, value in asdict(self).items():
            if value:
                query[name] = "on" if value is True else str(value)
        return query.urlencode()

    @property
    def are_set(self) -> bool:
        """Say whether anything is filtered; the order is no filter."""
        return any(value for name, value in asdict(self).items() if name != "sort")


def organisations_matching(
    filters: RegisterFilters, *, programme_id: UUID, now: datetime
) -> QuerySet[Organisation]:
    """Return the organisations of a programme that match, in the order that was asked for.

    Conditions on agreements hold of one agreement together: "in force" and "with this partner" means one
    agreement that is both.
    """
    rows = Organisation.objects.filter(programme=programme_id).select_related("successor")
    rows = _searched(rows, filters.q)
    if filters.closed:
        status = Organisation.Status
        rows = rows.filter(status=status.CLOSED if filters.closed == CLOSED_ONLY else status.OPEN)
    if condition := _conditions(filters, now):
        rows = rows.filter(condition)
    return _ordered(rows, filters.sort, now)


def agreements_matching(filters: RegisterFilters, now: datetime) -> QuerySet[Any]:
    """Return the agreements that match, whoever's they are.

    Only what the register shows is looked at, unless trouble is asked for: that counts wherever it is.
    So does what was superseded: another stands in its place.
    """
    found = annotated(now)
    if not filters.trouble and filters.standing != Standing.SUPERSEDED:
        found = found.filter(shown(timezone.localdate(now)))
    if filters.kind:
        found = found.filter(kind=filters.kind)
    if filters.partner:
        found = found.filter(partner=filters.partner)
    if filters.paper:
        found = found.filter(medium=Agreement.Medium.PAPER)
    if filters.ends:
        found = found.filter(ends_within(timezone.localdate(now), filters.ends))
    if filters.trouble:
        found = found.filter(TROUBLES[filters.trouble].select(now))
    if filters.standing and filters.standing != MISSING:
        found = found.filter(standing=filters.standing)
    if filters.actor:
        found = found.filter(actor=filters.actor)
    return found


def _searched(rows: QuerySet[Organisation], text: str) -> QuerySet[Organisation]:
    if not text:
        return rows
    about = Agreement.objects.filter(organisation=OuterRef("pk"), reference__icontains=text)
    return rows.filter(Q(name__icontains=text) | Q(ods_code__icontains=text) | Exists(about))


def _conditions(filters: RegisterFilters, now: datetime) -> Q:
    if filters.standing == MISSING:
        return _missing(filters)
    asked = (filters.standing, filters.actor, filters.kind, filters.partner, filters.ends, filters.trouble)
    if not any(asked) and not filters.paper:
        return Q()
    found = Q(Exists(agreements_matching(filters, now).filter(organisation=OuterRef("pk"))))
    # Where nothing was started it is the team's turn, as the cell says.
    nothing_else = not any((filters.standing, filters.partner, filters.ends, filters.trouble, filters.paper))
    if filters.actor == Actor.TEAM and nothing_else and filters.kind != Kind.SLA:
        found |= _missing(filters)
    return found


def _missing(filters: RegisterFilters) -> Q:
    """Select open organisations that have no agreement of a kind that all need, or of the one asked for."""
    kinds = (filters.kind,) if filters.kind else ("",) if filters.partner else ALWAYS_NEEDED
    condition = Q()
    for kind in kinds:
        about = Agreement.objects.filter(organisation=OuterRef("pk"))
        about = about.filter(kind=kind) if kind else about
        about = about.filter(partner=filters.partner) if filters.partner else about
        condition |= Q(~Exists(about))
    return condition & Q(status=Organisation.Status.OPEN)


def _ordered(rows: QuerySet[Organisation], sort: str, now: datetime) -> QuerySet[Organisation]:
    if sort == "waiting":
        on_its_way = [Standing.PREPARING, Standing.OUT, Standing.SIGNED, Standing.COUNTERSIGNED]
        waiting = _own(now).filter(standing__in=[*on_its_way, Standing.ATTESTED]).order_by("waiting")
        rows = rows.alias(longest=Subquery(waiting.annotate(since=F("waiting")).values("since")[:1]))
    if sort == "ending":
        ending = _own(now).filter(standing__in=[Standing.IN_FORCE, Standing.EXPIRING], end__lt=NEVER)
        rows = rows.alias(soonest=Subquery(ending.order_by("end").annotate(last=F("end")).values("last")[:1]))
    return rows.order_by(*SORTS[sort])


def _own(now: datetime) -> QuerySet[Any]:
    return annotated(now).filter(organisation=OuterRef("pk"))
