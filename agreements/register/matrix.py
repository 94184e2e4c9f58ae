"""Organisations by documents: the rows of the register, read with the same few queries for any number."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from agreements.kinds import KINDS, Kind
from agreements.models import Agreement
from agreements.next_steps import NextStep, State, next_step, state_of
from agreements.readiness import LEFT_OUT, Held, Portfolio, portfolio_from
from agreements.register.ready import Readiness, readiness_of
from agreements.register.waiting import days_since, open_requests, waiting_since
from agreements.services.reminding import may_be_reminded
from agreements.signing.models import SigningRequest
from agreements.standing import Standing, last_day_of
from directory.models import Organisation, Partner


@dataclass(frozen=True, slots=True)
class Document:
    """A column: a kind of agreement, and for the kinds of which there is one with each, with whom."""

    kind: Kind
    label: str
    partner: Partner | None = None

    @property
    def partner_id(self) -> UUID | None:
        return self.partner.pk if self.partner else None


@dataclass(frozen=True, slots=True)
class Entry:
    """An agreement in a cell: how it stands, whose turn it is, for how long, and its last day."""

    held: Held
    state: State
    step: NextStep
    days_waiting: int | None
    last_day: date | None
    asked: SigningRequest | None

    @property
    def agreement(self) -> Agreement:
        return self.held.agreement

    @property
    def on_paper(self) -> bool:
        return self.agreement.medium == Agreement.Medium.PAPER

    @property
    def carried_over(self) -> bool:
        return self.agreement.medium == Agreement.Medium.CARRIED

    @property
    def may_be_reminded(self) -> bool:
        """Say whether a reminder has somebody to go to: see `reminding.may_be_reminded`."""
        return may_be_reminded(self.agreement, asked=self.asked is not None)


@dataclass(frozen=True, slots=True)
class Cell:
    """What an organisation has of a document: what counts, and beside it what is on its way."""

    document: Document
    entries: tuple[Entry, ...]
    step: NextStep | None = None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An organisation with its documents, and with whom it may register patients."""

    organisation: Organisation
    cells: tuple[Cell, ...]
    readiness: tuple[Readiness, ...]

    @property
    def ready_with(self) -> tuple[Partner, ...]:
        """Return the partners with whom patients may be registered today."""
        return tuple(one.partner for one in self.readiness if one.ready)


def partners_of(programme_id: UUID) -> list[Partner]:
    """Return all partners of a programme, by role and name; one query."""
    return list(Partner.objects.filter(programme=programme_id))


def documents_among(partners: Iterable[Partner]) -> tuple[Document, ...]:
    """Return the columns of a programme with these partners: each kind, or each kind with each partner."""
    columns: list[Document] = []
    for kind in KINDS.values():
        if not kind.per_partner:
            columns.append(Document(kind.kind, kind.label))
            continue
        of_role = (partner for partner in partners if partner.role == kind.counterparty_role)
        columns += [Document(kind.kind, f"{kind.label}: {partner.name}", partner) for partner in of_role]
    return tuple(columns)


@dataclass(frozen=True, slots=True)
class Group:
    """Columns under one head: a kind alone, or a kind with each of its partners."""

    label: str
    partners: tuple[Partner, ...] = ()


def groups_among(partners: Iterable[Partner]) -> tuple[Group, ...]:
    """Return the heads of the columns that `documents_among` returns, in the same order."""
    known = tuple(partners)
    return tuple(
        Group(
            kind.label,
            tuple(one for one in known if kind.per_partner and one.role == kind.counterparty_role),
        )
        for kind in KINDS.values()
    )


def rows_for(
    organisations: Sequence[Organisation], partners: Sequence[Partner], *, now: datetime, also: str = ""
) -> list[RegisterRow]:
    """Return the rows of these organisations, in their order; two queries.

    `also` is the standing that was asked for: what stands so is shown beside what counts.
    """
    on, documents = timezone.localdate(now), documents_among(partners)
    agreements = list(
        Agreement.objects.filter(organisation__in=organisations).defer(*LEFT_OUT).order_by("-issued_at")
    )
    asked, by_key = open_requests(agreements), {partner.pk: partner for partner in partners}
    by_organisation: dict[UUID, list[Agreement]] = {one.pk: [] for one in organisations}
    for agreement in agreements:
        # Joining the same few partners to every agreement would read them a thousand times.
        if agreement.partner_id in by_key:
            agreement.partner = by_key[agreement.partner_id]
        by_organisation[agreement.organisation_id].append(agreement)
    return [
        row_of(
            portfolio_from(one, by_organisation[one.pk], on=on, asked=asked),
            documents,
            partners,
            asked,
            now=now,
            also=also,
        )
        for one in organisations
    ]


def row_of(
    portfolio: Portfolio,
    documents: Sequence[Document],
    partners: Sequence[Partner],
    asked: Mapping[UUID, SigningRequest],
    *,
    now: datetime,
    also: str = "",
) -> RegisterRow:
    """Return one organisation's row from agreements and open requests that are read already."""
    cells = tuple(_cell(portfolio, document, asked, now, also) for document in documents)
    # Whoever takes nobody's registrations today would only be in the way.
    available = [partner for partner in partners if partner.available_on(portfolio.on)]
    return RegisterRow(portfolio.organisation, cells, readiness_of(portfolio, available, now=now))


def entry_of(held: Held, asked: SigningRequest | None, now: datetime) -> Entry:
    """Return what a cell says of an agreement."""
    agreement = held.agreement
    complete = agreement.stage == Agreement.Stage.COMPLETE
    return Entry(
        held=held,
        state=state_of(agreement, held.standing, now=now),
        step=next_step(held, now=now),
        days_waiting=days_since(waiting_since(agreement, asked), now),
        last_day=last_day_of(agreement) if complete else None,
        asked=asked,
    )


def _cell(
    portfolio: Portfolio,
    document: Document,
    asked: Mapping[UUID, SigningRequest],
    now: datetime,
    also: str,
) -> Cell:
    entries = tuple(
        entry_of(held, asked.get(held.agreement.pk), now) for held in _shown(portfolio, document, also)
    )
    # A provider is chosen: that there is no agreement with one is nobody's task.
    to_start = not entries and document.partner is None and portfolio.organisation.is_open
    return Cell(document, entries, next_step(None, now=now) if to_start else None)


def _shown(portfolio: Portfolio, document: Document, also: str) -> list[Held]:
    """Return what is in force, then what is on its way, else the last one: in SQL it is `shown`.

    What was superseded has another in its place, so it is shown where it was asked for.
    """
    about = [
        held
        for held in portfolio.held
        if held.agreement.kind == document.kind and document.partner_id in (None, held.agreement.partner_id)
    ]
    live = [held for held in about if held.binds or held.on_its_way]
    counting = sorted(live, key=lambda held: not held.binds) or about[:1]
    if also != Standing.SUPERSEDED:
        return counting
    return counting + [held for held in about if held.standing == also and held not in counting]
