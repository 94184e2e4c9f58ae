"""A small journey for tests."""

from __future__ import annotations

from typing import Any

from content.touchpoints.journey import Journey, Lane, Part, Phase, Step, placed
from content.touchpoints.rhythms import Rhythm
from forms.registration.calendar import Schedule

SCHEDULE = Schedule(loading_weeks=(0, 1, 2, 4), interval="monthly", first_delivery_doses=4)
PATIENT = Lane("patient", "Patient", "home", 1)
NURSE = Lane("nurse", "Nurse service", "nurse", 2)
APP = Lane("app", "App", "app", 3, in_development=True)


def a_step(title: str = "Contact", *parts: Part, **values: Any) -> Step:
    """Return a step in which the nurse acts and the patient takes part, unless told otherwise."""
    return Step(
        **{
            "anchor": title.lower().replace(" ", "-"),
            "title": title,
            "note": "",
            "channel": "",
            "parts": parts or (Part(PATIENT, acts=False), Part(NURSE, acts=True)),
            "first": 0,
            "last": None,
            "rhythm": Rhythm.NONE,
            "optional": False,
            "in_development": False,
            **values,
        }
    )


def a_journey(
    *steps: Step, schedule: Schedule | None = SCHEDULE, first: int | None = 0, last: int | None = 52
) -> Journey:
    """Return a journey of one phase."""
    phase = Phase("Phase", "When", steps, first, last)
    return Journey((PATIENT, NURSE, APP), placed([phase], schedule=schedule, months_each=3))
