"""The JSON Schema of the file, made from the editor's own blocks: a new type of question is in it by itself."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from wagtail import blocks

from forms.definitions.blocks.choices import kind_choices
from forms.definitions.exchange.exporting import FORMAT, STREAMS, VERSION, WORDS
from forms.definitions.models import Form
from forms.definitions.spec import Json

DRAFT = "https://json-schema.org/draft/2020-12/schema"
MOST_STEPS_OR_ITEMS = 12_000
LONGEST_TEXT = 20_000
# Thousands of options stand in one text, a line for each.
LONGEST_LINES = 1_000_000
# Choices that are records of an installation: compiling says whether this one has them.
OF_AN_INSTALLATION = frozenset({"partner_code", "pattern"})


def file_schema() -> dict[str, Json]:
    """Return the schema of a file that this installation takes, as plain JSON data in a stable order."""
    definitions: dict[str, Json] = {}
    properties: dict[str, Json] = {
        "format": {"const": FORMAT},
        "format_version": {"const": VERSION},
        "kind": {"type": "string", "enum": [key for key, _ in kind_choices()]},
        "slug": {"type": "string", "pattern": "^[a-zA-Z0-9_-]+$", "minLength": 1, "maxLength": 60},
    }
    properties |= {name: _of_column(Form._meta.get_field(name)) for name in WORDS}
    for name in STREAMS:
        column: Any = Form._meta.get_field(name)
        properties[name] = _of_block(column.stream_block, definitions)
    return {
        "$schema": DRAFT,
        "title": "Definition of a form",
        "description": "Made from the editor's blocks; see docs/forms.md.",
        "type": "object",
        "properties": properties,
        "required": ["kind", "slug", "title", "steps"],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _of_column(column: Any) -> dict[str, Json]:
    found: dict[str, Json] = {"type": "string", "maxLength": column.max_length or LONGEST_TEXT}
    if column.choices and not isinstance(column, models.ForeignKey):
        found["enum"] = [value for value, _ in column.flatchoices]
    return found


def _of_block(block: blocks.Block, definitions: dict[str, Json]) -> dict[str, Json]:
    if isinstance(block, blocks.BaseStreamBlock):
        items = [
            {
                "type": "object",
                "properties": {"type": {"const": name}, "value": _of_block(child, definitions)},
                "required": ["type", "value"],
                "additionalProperties": False,
            }
            for name, child in block.child_blocks.items()
        ]
        return {"type": "array", "maxItems": MOST_STEPS_OR_ITEMS, "items": {"oneOf": items}}
    if isinstance(block, blocks.ListBlock):
        below = _of_block(block.child_block, definitions)
        return {"type": "array", "maxItems": MOST_STEPS_OR_ITEMS, "items": below}
    if isinstance(block, blocks.BaseStructBlock):
        return _of_struct(block, definitions)
    return _of_value(block)


def _of_struct(block: blocks.BaseStructBlock, definitions: dict[str, Json]) -> dict[str, Json]:
    name = type(block).__name__
    if name not in definitions:
        definitions[name] = {}
        definitions[name] = {
            "type": "object",
            "properties": {
                child_name: _of_child(child_name, child, definitions)
                for child_name, child in block.child_blocks.items()
            },
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{name}"}


def _of_child(name: str, child: blocks.Block, definitions: dict[str, Json]) -> dict[str, Json]:
    if name in OF_AN_INSTALLATION:
        return {"type": "string", "maxLength": 60}
    if name == "option_lines":
        return {"type": "string", "maxLength": LONGEST_LINES}
    return _of_block(child, definitions)


def _of_value(block: blocks.Block) -> dict[str, Json]:
    if isinstance(block, blocks.BooleanBlock):
        return {"type": "boolean"}
    if isinstance(block, blocks.IntegerBlock):
        return {"type": ["integer", "null"]}
    if isinstance(block, blocks.FloatBlock | blocks.DecimalBlock):
        return {"type": ["number", "string", "null"]}
    if isinstance(block, blocks.MultipleChoiceBlock):
        return {"type": "array", "items": {"type": "string", "enum": _values(block)}}
    if isinstance(block, blocks.ChoiceBlock):
        values = dict.fromkeys(["", *_values(block)]) if not block.required else dict.fromkeys(_values(block))
        return {"type": "string", "enum": list(values)}
    longest = getattr(block.field, "max_length", None)
    return {"type": "string", "maxLength": longest or LONGEST_TEXT}


def _values(block: Any) -> list[str]:
    return [value for value in _flat(block.field.choices) if value != ""]


def _flat(choices: Iterable[Any]) -> Iterable[str]:
    for value, label in choices:
        if isinstance(label, list | tuple):
            yield from _flat(label)
        else:
            yield str(value)
