"""The conversion that migration 0005 makes of steps which named people."""

from __future__ import annotations

import json
import re
from importlib import import_module
from typing import Any

from hypothesis import given, strategies as st

migration: Any = import_module("content.migrations.0004_convert_pages")


def a_phase(*steps: dict[str, Any]) -> dict[str, Any]:
    return {"type": "phase", "value": {"title": "Start", "when": "Week 0", "steps": list(steps)}}


def test_whoever_was_named_first_acts() -> None:
    lanes, phases = migration.converted([a_phase({"title": "Call", "who": ["Nurse service", "Patient"]})])

    assert [lane["value"]["label"] for lane in lanes] == ["Nurse service", "Patient"]
    (step,) = phases[0]["value"]["steps"]
    assert (step["acts"], step["involves"], step["week_from"]) == ("nurse-service", ["patient"], None)
    assert "who" not in step


def test_items_with_identifiers_are_converted_as_well() -> None:
    step = {
        "type": "item",
        "id": "1",
        "value": {"title": "Call", "who": [{"type": "item", "value": "Patient"}]},
    }

    _lanes, phases = migration.converted([a_phase(step)])

    assert phases[0]["value"]["steps"][0]["value"]["acts"] == "patient"


@given(st.lists(st.lists(st.text(max_size=60), max_size=5), max_size=5))
def test_whatever_was_named_becomes_lanes_that_the_steps_name(names: list[list[str]]) -> None:
    lanes, phases = migration.converted([a_phase(*({"title": "Call", "who": who} for who in names))])

    keys = [lane["value"]["key"] for lane in lanes]
    assert len(keys) == len(set(keys))
    assert all(re.fullmatch(r"[a-z][a-z0-9-]{0,19}", key) for key in keys)
    steps = phases[0]["value"]["steps"]
    assert {key for step in steps for key in (step["acts"], *step["involves"]) if key} == set(keys)
    json.dumps([lanes, phases])
