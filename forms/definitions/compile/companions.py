"""Every free-text question brings the adverse-event question: text may hold a safety report."""

from __future__ import annotations

from forms.definitions.conditions import ANSWERED
from forms.definitions.spec import Condition, FieldSpec, Rule

SUFFIX = "_adverse_event"
TYPE = "yes_no"


def companion_key(key: str) -> str:
    """Return the key of the adverse-event question of the free-text question `key`."""
    return f"{key}{SUFFIX}"


def companion_of(field: FieldSpec) -> FieldSpec:
    """Return the adverse-event question of a free-text field: asked once it is answered, disclosed as it is."""
    return FieldSpec(
        key=companion_key(field.key),
        type=TYPE,
        label=f"Does your answer to ‘{field.label}’ describe a side effect or other adverse event?",
        show_when=Rule(conditions=(Condition(field.key, ANSWERED),)),
        disclosures=field.disclosures,
        companion_of=field.key,
    )
