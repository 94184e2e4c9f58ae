"""For whom pages are, and which of them a visitor may read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PROFESSIONALS = "professionals"
PATIENTS = "patients"
PUBLIC = "public"
AUDIENCES = (PROFESSIONALS, PATIENTS, PUBLIC)
# Whoever may be told the names of programme and product: never the public, and nobody who has not said.
BRANDED = frozenset({PROFESSIONALS, PATIENTS})


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to the question who somebody is."""

    audience: str
    label: str
    leads_to: str
    declared: str
    not_me: str


CHOICES = (
    Choice(
        PROFESSIONALS,
        "I am a healthcare professional in the UK",
        "Go on to the information for hospital teams.",
        "You told us that you are a healthcare professional in the UK.",
        "I am not a healthcare professional",
    ),
    Choice(
        PATIENTS,
        "I am a patient and have been prescribed the medicine",
        "Go on to the information for patients.",
        "You told us that you are a patient who has been prescribed the medicine.",
        "I am not a patient of this programme",
    ),
    Choice(
        PUBLIC,
        "I am a member of the public",
        "Go on to general information.",
        "You told us that you are a member of the public.",
        "Choose again who you are",
    ),
)


def admits(page_audience: str, visitor: str | None) -> bool:
    """Say whether a visitor may read what is for an audience: professionals read all, all read the public's."""
    return visitor == PROFESSIONALS or page_audience in {PUBLIC, visitor}


def choice_of(audience: str, choices: Iterable[Choice] = CHOICES) -> Choice | None:
    """Return the choice that makes somebody a member of an audience, or None."""
    return next((choice for choice in choices if choice.audience == audience), None)
