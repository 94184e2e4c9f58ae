"""The rows of a table as its page shows them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from forms.definitions.context import FormContext
from forms.definitions.fields.columns import type_of
from forms.definitions.fields.row_cleaning import cells_of
from forms.definitions.fields.row_counts import row_id
from forms.definitions.spec import FieldSpec


def shown_row(field: FieldSpec, number: int, raw: Any, context: FormContext) -> dict[str, Any]:
    """Return a row with its cells, `raw` as posted or stored."""
    cells = []
    values = raw if isinstance(raw, list) else []
    for position, (asked, cell_field) in enumerate(cells_of(field, number, context)):
        type_ = type_of(asked)
        value = values[position] if position < len(values) else cell_field.initial
        id_ = f"id_{asked.key}"
        cells.append(
            {
                **type_.details(asked, cell_field, id_, value),
                "control": f"forms/controls/{type_.template}.html",
                "key": asked.key,
                "id": id_,
                "label": asked.label,
                "grouped": type_.grouped,
                "optional": not asked.required,
                "place": asked.key.removeprefix(f"{field.key}_"),
            }
        )
    return {"number": number + 1, "id": row_id(field, number), "cells": cells}


def marked_row(row: Mapping[str, Any], wrong: Collection[str]) -> dict[str, Any]:
    """Return a row with what is wrong in each of its cells: the inputs of a date by their part."""
    cells = []
    for one in row["cells"]:
        parts = {
            name.removeprefix(one["place"]).removeprefix("_")
            for name in wrong
            if name == one["place"] or name.startswith(f"{one['place']}_")
        }
        cells.append({**one, "errors": bool(parts), "wrong": parts})
    return {**row, "cells": cells}
