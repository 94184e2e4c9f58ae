"""A form to change."""

from __future__ import annotations

from dataclasses import replace

from forms.definitions.spec import (
    SHARE,
    WHEN,
    WITHHOLD,
    AudienceSpec,
    Check,
    Condition,
    Disclosure,
    FieldSpec,
    FormSpec,
    Option,
    RouteSpec,
    Rule,
    StepSpec,
)

NURSE, HOMECARE = AudienceSpec("nurse", "Nurse service"), AudienceSpec("homecare", "Homecare provider")
WITH_CARE = Rule(conditions=(Condition("care", "equals", ("home",)),))


def disclosures(nurse: str = SHARE, homecare: str = WITHHOLD) -> tuple[Disclosure, ...]:
    return (
        Disclosure("nurse", nurse, "To call", WITH_CARE if nurse == WHEN else Rule()),
        Disclosure("homecare", homecare, "To deliver", WITH_CARE if homecare == WHEN else Rule()),
    )


def a_spec() -> FormSpec:
    care = FieldSpec(
        "care", "radios", "Where?", options=(Option("home", "At home"), Option("clinic", "At the clinic")),
        disclosures=disclosures(),
    )  # fmt: skip
    surname = FieldSpec(
        "surname", "short_text", "Surname", disclosures=disclosures(), settings={"max_length": 80},
        checks=(Check("shortest", "2"), Check("pattern", "letters", message="Letters only")),
    )  # fmt: skip
    town = FieldSpec(
        "town", "short_text", "Town", show_when=WITH_CARE, disclosures=disclosures(homecare=WHEN)
    )
    consent = FieldSpec(
        "consent", "declaration", "Declaration", disclosures=disclosures(),
        settings={"statement": "I have told the patient."},
    )  # fmt: skip
    return FormSpec(
        kind="example",
        title="Enquiry",
        steps=(
            StepSpec("first", "First", fields=(care, surname)),
            StepSpec("last", "Last", fields=(town, consent)),
        ),
        audiences=(NURSE, HOMECARE),
        routes=(RouteSpec("nurse", "nurse"),),
    )


def with_field(key: str, **values: object) -> FormSpec:
    """Return the form with values of one question changed."""
    return with_fields(lambda field: replace(field, **values) if field.key == key else field)


def with_fields(change) -> FormSpec:
    spec = a_spec()
    return replace(
        spec,
        steps=tuple(
            replace(step, fields=tuple(one for one in map(change, step.fields) if one)) for step in spec.steps
        ),
    )
