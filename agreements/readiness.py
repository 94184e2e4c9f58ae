"""Which agreements an organisation has with whom, and what is still missing: read once, asked often."""

from __future__ import annotations

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.signing.models import SigningRequest
from agreements.standing import IN_FORCE, ON_THE_WAY, Standing, standing_of
from directory.models import Organisation

# What the pages and the gate need to know of an agreement; its text stays in the database.
LEFT_OUT = ("presented_sealed",)


@dataclass(frozen=True, slots=True)
class Held:
    """An agreement with how it stands on the day that is asked about; `asked`: somebody is asked to sign it."""

    agreement: Agreement
    standing: Standing
    asked: bool = True

    @property
    def binds(self) -> bool:
        return self.standing in IN_FORCE

    @property
    def on_its_way(self) -> bool:
        return self.standing in ON_THE_WAY or self.standing == Standing.STARTS_LATER


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Everything that one organisation ever agreed, newest first, as it stands on a day."""

    organisation: Organisation
    on: date
    held: tuple[Held, ...]

    def has(self, kind: Kind, partner_id: UUID | None = None) -> bool:
        """Say whether an agreement of this kind is in force, with this partner or with any."""
        return any(one.binds for one in self._of(kind, partner_id))

    def current(self, kind: Kind, partner_id: UUID | None = None) -> Held | None:
        """Return the agreement that counts: the one in force, else one on its way, else the last one."""
        of_kind = self._of(kind, partner_id)
        ranked = sorted(of_kind, key=lambda one: (not one.binds, not one.on_its_way))
        return ranked[0] if ranked else None

    def coming(self, kind: Kind, partner_id: UUID | None = None) -> Held | None:
        """Return the agreement on its way, also where another is in force still."""
        return next((one for one in self._of(kind, partner_id) if one.on_its_way), None)

    def _of(self, kind: Kind, partner_id: UUID | None) -> list[Held]:
        return [
            one
            for one in self.held
            if one.agreement.kind == kind and partner_id in (None, one.agreement.partner_id)
        ]


def portfolio_of(organisation: Organisation, *, on: date) -> Portfolio:
    """Return an organisation's agreements as they stand on a day; one query."""
    rows = (
        Agreement.objects.filter(organisation=organisation)
        .select_related("partner")
        .defer(*LEFT_OUT)
        .annotate(is_asked=Exists(open_requests_of(OuterRef("pk"))))
        .order_by("-issued_at")
    )
    asked = frozenset(row.pk for row in rows if row.is_asked)
    return portfolio_from(organisation, rows, on=on, asked=asked)


def portfolio_from(
    organisation: Organisation, rows: Iterable[Agreement], *, on: date, asked: Container[UUID]
) -> Portfolio:
    """Return the portfolio made of rows that are read already, newest first.

    `asked` holds the keys of those that somebody is asked to sign.
    """
    held = tuple(Held(row, standing_of(row, on), row.pk in asked) for row in rows)
    return Portfolio(organisation, on, held)


def open_requests_of(agreement: Any) -> QuerySet[SigningRequest]:
    """Select the requests to sign that are open for an agreement, or for an outer query's reference to one."""
    return SigningRequest.objects.filter(agreement=agreement, state=SigningRequest.State.OPEN)
