"""A small form whose every field carries its own sentinel."""

from __future__ import annotations

from forms.definitions.kinds import Supplement
from forms.definitions.spec import (
    SHARE,
    WHEN,
    WITHHOLD,
    AudienceSpec,
    Condition,
    Disclosure,
    FieldSpec,
    FormSpec,
    Option,
    Rule,
    StepSpec,
)

NURSE, HOMECARE, TEAM = "nurse", "homecare", "team"
FACE_TO_FACE = Rule(conditions=(Condition("visits", "equals", ("face",)),))


def field(key: str, nurse: str = SHARE, homecare: str = SHARE, **values: object) -> FieldSpec:
    """Return a short-text field with a decision for every audience."""
    decisions = ((NURSE, nurse), (HOMECARE, homecare), (TEAM, SHARE))
    return FieldSpec(
        **{  # type: ignore[arg-type]
            "key": key,
            "type": "short_text",
            "label": f"Label of {key}",
            "disclosures": tuple(Disclosure(audience, decision, "Test") for audience, decision in decisions),
            **values,
        }
    )


VISITS = field(
    "visits",
    type="radios",
    homecare=WITHHOLD,
    options=(Option("face", "Face to face"), Option("video", "By video")),
)
ADDRESS = field(
    "address",
    disclosures=(
        Disclosure(NURSE, WHEN, "To visit", FACE_TO_FACE),
        Disclosure(HOMECARE, SHARE, "To deliver"),
        Disclosure(TEAM, SHARE, "Own copy"),
    ),
)
SPEC = FormSpec(
    kind="test",
    title="Test registration",
    audiences=(
        AudienceSpec(NURSE, "Nurse service"),
        AudienceSpec(HOMECARE, "Homecare provider"),
        AudienceSpec(TEAM, "Own copy"),
    ),
    steps=(
        StepSpec("patient", "Patient", fields=(field("name"), field("hospital_number", nurse=WITHHOLD))),
        StepSpec("visits", "Visits", fields=(VISITS, ADDRESS)),
        StepSpec("screening", "Screening", fields=(field("screening", homecare=WITHHOLD),)),
        StepSpec(
            "delivery",
            "Delivery",
            fields=(field("notes", nurse=WITHHOLD), field("first_dose"), field("undecided", disclosures=())),
        ),
        StepSpec("travel", "Travel", show_when=FACE_TO_FACE, fields=(field("parking"),)),
    ),
)
SENTINELS = {
    key: f"SENTINEL{number}{key.upper().replace('_', '')}"
    for number, key in enumerate(
        ("name", "hospital_number", "address", "screening", "notes", "first_dose", "undecided", "parking"),
        101,
    )
}
SUPPLEMENTS = (
    Supplement("first_dose", "Calendar", ("SENTINEL201CALENDAR",)),
    Supplement("screening", "Screening dates", ("SENTINEL202SCREENING",)),
)


def answers(visits: str = "face") -> dict[str, str]:
    """Return an answer with its sentinel to every question."""
    return {**SENTINELS, "visits": visits}
