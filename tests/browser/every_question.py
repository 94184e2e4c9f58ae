"""A form with the rarer questions as a file that is imported: one step for them, one that is not always asked."""

from __future__ import annotations

import json
from typing import Any

TITLE = "Every question"
SHARED = [{"audience": "team", "decision": "share", "purpose": "The team keeps a copy of what it sent."}]
COLUMNS = [
    {"key": "name", "label": "Name", "type": "short_text"},
    {"key": "dose", "label": "Dose", "type": "number", "unit": "mg"},
    {"key": "since", "label": "Since", "type": "date", "optional": True},
]


def definition(*, title: str = TITLE) -> bytes:
    """Return the file."""
    questions = [
        _question("number", "weight", "Weight", unit="kg", decimals=1, smallest="1", largest="300"),
        _question("time", "call", "When may we call?", help="Any time of a working day."),
        _question("date", "day", "First day"),
        _question("computed_date", "check", "Day of the check", base="day", amount=2, unit="weeks"),
        _question("rows", "medicines", "Medicines", columns=COLUMNS, row_name="Medicine", max_rows=3),
        _question("files", "letters", "Letters", types=["pdf", "jpeg"], most_files=2),
        _question("constant", "pathway", "Pathway", value="A"),
    ]
    heavy = {"field": "weight", "operator": "at_least", "value": "100"}
    when = {"match": "all", "conditions": [heavy]}
    more = [_question("yes_no", "lift", "Is a lift needed?")]
    steps = [_step("rare", "Rare questions", questions), _step("more", "More", more, show_when=when)]
    return json.dumps(
        {
            "format": "form-definition",
            "format_version": 1,
            "kind": "general",
            "slug": title.lower().replace(" ", "-"),
            "title": title,
            "steps": steps,
        }
    ).encode()


def _question(type_: str, key: str, label: str, **value: Any) -> dict[str, Any]:
    return {"type": type_, "value": {"key": key, "label": label, "disclosures": SHARED, **value}}


def _step(key: str, title: str, fields: list[dict[str, Any]], **value: Any) -> dict[str, Any]:
    return {"type": "step", "value": {"key": key, "title": title, "fields": fields, **value}}
