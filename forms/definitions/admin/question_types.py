"""What the editor's script knows of types of questions and comparisons, so that conditions read as sentences."""

from __future__ import annotations

from typing import Any

from forms.definitions import checks
from forms.definitions.blocks.choices import OPERATORS
from forms.definitions.compile.companions import SUFFIX
from forms.definitions.compile.references import FITS, WITHOUT_VALUE
from forms.definitions.fields import FieldType, all_field_types
from forms.definitions.fields.base import Compared
from forms.definitions.spec import FieldSpec


def vocabulary() -> dict[str, Any]:
    """Return types by name and comparisons in their order, as plain JSON data."""
    return {
        "types": {one.name: _type(one) for one in all_field_types() if one.collects},
        "comparisons": [
            {
                "name": name,
                "label": label.partition(" (")[0],
                "fits": sorted(_fits(name)),
                "value": name not in WITHOUT_VALUE,
            }
            for name, label in OPERATORS
        ],
        "checks": {name: _parts(name, kind) for name, kind in checks.KINDS.items()},
        "suffix": SUFFIX,
    }


def _parts(name: str, kind: checks.Kind) -> list[str]:
    """Return which inputs a check of a kind needs."""
    if name == checks.PATTERN:
        return ["pattern"]
    if not kind.other:
        return ["value"]
    return ["field", "value"] if name in (checks.NOT_BEFORE, checks.NOT_AFTER) else ["field"]


def _type(type_: FieldType) -> dict[str, Any]:
    field = FieldSpec(key="q", type=type_.name, label="")
    return {
        "compared": type_.compared.value,
        "free": type_.free_text,
        "values": [[value, _words(type_, field, value)] for value in sorted(type_.possible_values(field))],
    }


def _words(type_: FieldType, field: FieldSpec, value: str) -> str:
    lines = type_.lines(field, value)
    return lines[0] if lines else value.replace("_", " ").capitalize()


def _fits(name: str) -> frozenset[Compared]:
    everything = frozenset(Compared)
    if name in WITHOUT_VALUE:
        return everything
    return FITS.get(name, everything) - {Compared.PRESENCE}
