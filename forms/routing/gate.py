"""Ask the floor above whether a leg is allowed. Without an answer the answer is no."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Protocol

from django.conf import settings
from django.core.signals import setting_changed
from django.utils.module_loading import import_string

from directory.models import Organisation, Partner


@dataclass(frozen=True, slots=True)
class MissingDocument:
    """One document that stands in the way: what is missing, who acts next and where to see it."""

    sentence: str
    next_actor: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class GateDecision:
    """Whether a leg is allowed, and in a person's words why not, who acts next and where to see it."""

    allowed: bool
    reason: str = ""
    missing: tuple[str, ...] = ()
    url: str = ""
    next_actor: str = ""
    documents: tuple[MissingDocument, ...] = ()


class RegistrationGate(Protocol):
    """What the floor of agreements supplies."""

    def may_send(
        self,
        *,
        organisation: Organisation | None,
        partner: Partner,
        on: date,
        together: frozenset[str] = frozenset(),
        holds_patients: bool = True,
    ) -> GateDecision:
        """Say whether documents of this organisation, or of a visitor, may go to this partner on a day.

        `together` holds the roles of all partners that one submission goes to, this one's included;
        empty while that is not known. `holds_patients` is what the kind of form says.
        """
        ...

    def allowed_partners(
        self, *, organisation: Organisation, partners: tuple[Partner, ...], on: date
    ) -> tuple[Partner, ...]:
        """Return those of `partners` that this organisation may register with, in at most two queries."""
        ...


class ClosedGate:
    """The gate when none is supplied: nothing passes."""

    REASON = "Registration is not set up on this site yet. Ask your programme contact."

    def may_send(
        self,
        *,
        organisation: Organisation | None,
        partner: Partner,
        on: date,
        together: frozenset[str] = frozenset(),
        holds_patients: bool = True,
    ) -> GateDecision:
        return GateDecision(allowed=False, reason=self.REASON)

    def allowed_partners(
        self, *, organisation: Organisation, partners: tuple[Partner, ...], on: date
    ) -> tuple[Partner, ...]:
        return ()


@lru_cache(maxsize=1)
def gate() -> RegistrationGate:
    """Return the gate that the settings name, or the closed one."""
    supplied = settings.REGISTRATION_GATE
    if not supplied:
        return ClosedGate()
    made: RegistrationGate = import_string(supplied)()
    return made


def _forget_gate(*, setting: str, **_: object) -> None:
    if setting == "REGISTRATION_GATE":
        gate.cache_clear()


setting_changed.connect(_forget_gate)
