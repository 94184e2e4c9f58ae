"""Whatever a form, step or question holds besides what the comparison knows by name, so that nothing is overlooked."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from forms.definitions.spec import FieldSpec, FormSpec, Json, RouteSpec, StepSpec

FORM = frozenset({"kind", "title", "intro", "steps", "audiences", "routes", "what_happens_next"})
STEP = frozenset({"key", "title", "intro", "show_when", "fields"})
FIELD = frozenset(
    {
        "key", "type", "label", "help", "required", "options", "show_when", "disclosures", "settings", "checks",
        "companion_of",
    }
)  # fmt: skip


def settings_of(field: FieldSpec) -> dict[str, Json]:
    """Return the settings of a question, by name, as plain JSON data."""
    return {**_plain(dict(field.settings)), **_rest(field, FIELD)}


def rest_of_step(step: StepSpec) -> dict[str, Json]:
    """Return what a step holds besides its words, condition and questions."""
    return _rest(step, STEP)


def rest_of_form(spec: FormSpec) -> dict[str, Json]:
    """Return what a form holds besides its words, steps and routes."""
    return _rest(spec, FORM)


def differing(before: Mapping[str, Json], after: Mapping[str, Json]) -> list[tuple[str, Json, Json]]:
    """Return (name, value before, value after) of what is not the same, None where it is not set."""
    names = dict.fromkeys([*before, *after])
    pairs = ((name, before.get(name), after.get(name)) for name in names)
    return [(name, old, new) for name, old, new in pairs if old != new]


def _rest(one: FieldSpec | StepSpec | FormSpec | RouteSpec, known: Collection[str]) -> dict[str, Json]:
    plain: dict[str, Json] = _plain(asdict(one))
    return {name: value for name, value in plain.items() if name not in known}


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value))
