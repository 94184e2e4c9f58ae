"""What the blocks of an editor hold, without what only their page needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from forms.definitions.spec import Json


def plain(value: Json) -> Json:
    """Return a setting without what only the editor's page needs: names of items, empty inputs."""
    if isinstance(value, str):
        return text_of(value)
    if isinstance(value, list):
        items = items_of(value) if all(isinstance(one, Mapping) for one in value) else value
        return [plain(one) for one in items]
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items() if not is_unset(one)}
    return value


def is_unset(value: Json) -> bool:
    """Say whether an input was left as it came."""
    return value is False or value in (None, "", [])


def items_of(value: Json) -> Iterable[Mapping[str, Json]]:
    """Yield the items of a list block, which older content holds without their wrapping."""
    for item in value or ():
        yield item["value"] if item.get("type") == "item" and "value" in item else item


def text_of(value: Any) -> str:
    """Return a text without the line ends of browsers or spaces around it; empty for anything else."""
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""
