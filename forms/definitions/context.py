"""What surrounds a form while it is filled in: today, and what the person may choose from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation, site or partner on offer. `group` is the organisation of a site, the role of a partner."""

    id: str
    label: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class FormContext:
    """Frozen surroundings of one request. Only what is offered here is accepted as an answer."""

    today: date
    organisations: tuple[Choice, ...] = ()
    sites: tuple[Choice, ...] = ()
    partners: tuple[Choice, ...] = ()
    synthetic_patients_only: bool = False
    safety_notice: str = ""
