"""What surrounds a form while it is filled in: today, and what the person may choose from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Choice:
    """An organisation, site or partner on offer. `group` is the organisation of a site, the role of a partner."""

    id: str
    label: str
    group: str = ""


class FileState(StrEnum):
    """How far an uploaded file is: only a clean one is sent on."""

    WAITING = "waiting"
    CLEAN = "clean"
    INFECTED = "infected"


@dataclass(frozen=True, slots=True)
class OfferedFile:
    """A file that was uploaded for the question `field`; its size in bytes, its SHA-256 in hexadecimal digits."""

    id: str
    field: str
    name: str
    media_type: str
    size: int
    sha256: str
    state: FileState = FileState.CLEAN


@dataclass(frozen=True, slots=True)
class FormContext:
    """Frozen surroundings of one request. Only what is offered here is accepted as an answer."""

    today: date
    organisations: tuple[Choice, ...] = ()
    sites: tuple[Choice, ...] = ()
    partners: tuple[Choice, ...] = ()
    files: tuple[OfferedFile, ...] = ()
    synthetic_patients_only: bool = False
    safety_notice: str = ""
    # By the key of a permission question: what the recipient gets if the patient agrees.
    # Compared, but left out of the hash: a mapping has none.
    received: Mapping[str, tuple[str, ...]] = field(default_factory=dict, hash=False)
