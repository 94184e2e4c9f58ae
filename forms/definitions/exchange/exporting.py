"""Write what an editor wrote, in the order of the editor and without what only this installation knows.

Neither ids nor people nor dates of publication; what is as it would be without a word is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wagtail import blocks

from forms.definitions.blocks.rules import RuleBlock
from forms.definitions.models import Form
from forms.definitions.spec import Json

FORMAT, VERSION = "form-definition", 1
# What a form says of itself besides its kind, address, steps and routes.
WORDS = ("title", "intro", "what_happens_next", "open_to", "readers", "other_way")
STREAMS = ("steps", "routes")
NOTHING: tuple[Json, ...] = (None, "", [], {})


def export_form(form: Form) -> dict[str, Json]:
    """Return the form as it stands in `form` (its live state, or the object of a revision) as plain data."""
    data: dict[str, Json] = {
        "format": FORMAT,
        "format_version": VERSION,
        "kind": form.kind,
        "slug": form.slug,
    }
    for name in WORDS:
        value = getattr(form, name)
        if value != default_of(name):
            data[name] = value
    for name in STREAMS:
        stream = getattr(form, name)
        data[name] = plain(stream.stream_block, stream.get_prep_value())
    return data


def default_of(name: str) -> Json:
    """Return what a form says of itself as long as nobody wrote anything."""
    column: Any = Form._meta.get_field(name)
    return column.get_default()


def file_of(form: Form) -> bytes:
    """Return the file: JSON in UTF-8, two spaces deep, the same bytes for the same form."""
    return (json.dumps(export_form(form), ensure_ascii=False, indent=2) + "\n").encode()


def file_name(form: Form) -> str:
    """Return what the file is called."""
    return f"{form.slug}.form.json"


def plain(block: blocks.Block, value: Json) -> Json:
    """Return the value of a block as the file holds it."""
    if isinstance(block, blocks.BaseStreamBlock):
        return [
            {"type": one["type"], "value": plain(block.child_blocks[one["type"]], one["value"])}
            for one in value or ()
            if one["type"] in block.child_blocks
        ]
    if isinstance(block, blocks.ListBlock):
        items = (plain(block.child_block, _unwrapped(one)) for one in value or ())
        return [one for one in items if not _is_undecided(one)]
    if isinstance(block, blocks.BaseStructBlock):
        return _struct(block, value or {})
    return json.loads(json.dumps(value, default=str))


def _struct(block: blocks.BaseStructBlock, value: Mapping[str, Json]) -> dict[str, Json]:
    found = {
        name: plain(child, value.get(name)) for name, child in block.child_blocks.items() if name in value
    }
    if isinstance(block, RuleBlock) and not found.get("conditions"):
        return {}
    return {
        name: one for name, one in found.items() if not _goes_without_saying(block.child_blocks[name], one)
    }


def _goes_without_saying(block: blocks.Block, value: Json) -> bool:
    if isinstance(block, blocks.BooleanBlock):
        return value is None or bool(value) == bool(block.get_default())
    return value in NOTHING


def _unwrapped(item: Any) -> Json:
    is_wrapped = isinstance(item, Mapping) and item.get("type") == "item" and "value" in item
    return item["value"] if is_wrapped else item


def _is_undecided(item: Json) -> bool:
    """Say whether a row of recipients was left as the editor found it."""
    return isinstance(item, dict) and "audience" in item and set(item) == {"audience"}
