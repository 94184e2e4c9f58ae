"""The checklist of a team with its real state: what to set up once, and what that makes possible."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from agreements.kinds import KINDS, AgreementKind, Kind
from agreements.next_steps import State, next_step, state_of
from agreements.readiness import Held, Portfolio, portfolio_of
from agreements.standing import Standing, last_day_of
from directory.models import Organisation, Partner
from directory.services import partners_on
from forms.routing.gate import gate

NOT_STARTED = State("Not started", "quiet")


@dataclass(frozen=True, slots=True)
class Item:
    """One document with one counterparty: how it stands, what comes next, and where to go for it."""

    kind: Kind
    label: str
    partner_id: UUID
    partner: str
    state: str
    tag: str
    done: bool
    next_step: str
    until: str
    url: str
    may_start: bool
    also: str = ""
    also_url: str = ""


@dataclass(frozen=True, slots=True)
class Checklist:
    """An organisation's checklist on a day. `ready_for` are the partners to register with today."""

    organisation: Organisation
    once: tuple[Item, ...]
    choice: tuple[Item, ...]
    ready_for: tuple[str, ...]

    @property
    def chosen(self) -> bool:
        """Say whether an agreement with at least one provider is in force."""
        return any(item.done for item in self.choice)

    @property
    def complete(self) -> bool:
        """Say whether nothing is left to set up before the first registration."""
        return all(item.done for item in self.once) and self.chosen


def checklist_of(organisation: Organisation, *, now: datetime) -> Checklist:
    """Return the checklist of an organisation as it stands."""
    on = timezone.localdate(now)
    portfolio = portfolio_of(organisation, on=on)
    partners = counterparties(organisation, on=on)
    items = [
        _item(portfolio, kind, partner, now) for kind in KINDS.values() for partner in partners[kind.kind]
    ]
    takers = partners_on(programme_id=organisation.programme_id, on=on)
    allowed = gate().allowed_partners(organisation=organisation, partners=takers, on=on)
    return Checklist(
        organisation=organisation,
        once=tuple(item for item in items if not KINDS[item.kind].per_partner),
        choice=tuple(item for item in items if KINDS[item.kind].per_partner),
        ready_for=tuple(_with_role(partner) for partner in allowed),
    )


def counterparties(organisation: Organisation, *, on: date) -> dict[Kind, list[Partner]]:
    """Return with whom an organisation makes each kind of agreement; one query."""
    partners = [
        partner
        for partner in Partner.objects.filter(programme_id=organisation.programme_id).order_by("name")
        if partner.role == "sponsor" or partner.available_on(on)
    ]
    return {
        kind.kind: [partner for partner in partners if partner.role == kind.counterparty_role]
        for kind in KINDS.values()
    }


def _item(portfolio: Portfolio, kind: AgreementKind, partner: Partner, now: datetime) -> Item:
    held = portfolio.current(kind.kind, partner.pk)
    coming = portfolio.coming(kind.kind, partner.pk)
    beside = coming if held is not None and coming is not None and coming != held else None
    state = state_of(held.agreement, held.standing, now=now) if held else NOT_STARTED
    return Item(
        kind=kind.kind,
        label=kind.label,
        partner_id=partner.pk,
        partner=partner.name,
        state=state.label,
        tag=state.tag,
        done=held is not None and held.binds,
        next_step=next_step(held, now=now).sentence if held else "Your team can start it here.",
        until=_until(held),
        url=reverse("agreements:agreement", args=[held.agreement.reference]) if held else "",
        may_start=portfolio.organisation.is_open and _may_start(held, coming),
        also=f"{beside.agreement.get_origin_display()}: {state_of(beside.agreement, beside.standing, now=now).label.lower()}"
        if beside
        else "",
        also_url=reverse("agreements:agreement", args=[beside.agreement.reference]) if beside else "",
    )


def _with_role(partner: Partner) -> str:
    """Name a partner, and what it does where that is not homecare as with most."""
    if partner.role == Partner.Role.HOMECARE:
        return partner.name
    return f"{partner.name} ({str(partner.get_role_display()).lower()})"


def _may_start(held: Held | None, coming: Held | None) -> bool:
    """Say whether a first agreement, or one after an end, can be started; renewals begin on its page."""
    return coming is None and (held is None or not held.binds)


def _until(held: Held | None) -> str:
    if held is None or not held.binds:
        return ""
    last = last_day_of(held.agreement)
    if last is None:
        return ""
    return f"{'ends on' if held.standing == Standing.EXPIRING else 'until'} {date_format(last)}"
