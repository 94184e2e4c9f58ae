"""Make the keys that an editor left empty, once, from the words that stand there at the first save."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from copy import deepcopy

from forms.definitions.compile.companions import SUFFIX
from forms.definitions.compile.keys import RESERVED_FIELD_KEYS, RESERVED_STEP_KEYS
from forms.definitions.compile.option_lines import read_lines, write_lines
from forms.definitions.spec import Json

LONGEST = 40


def slug_of(words: str, fallback: str) -> str:
    """Return words as a key: lower-case ASCII letters, digits and underscores, beginning with a letter."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")
    if not slug:
        return fallback
    return slug if slug[0].isalpha() else f"{fallback}_{slug}"


def unique(key: str, taken: Collection[str], *, after: int = 1) -> str:
    """Return the key, numbered above `after` where it is taken."""
    number, candidate = after, key
    while candidate in taken:
        number += 1
        candidate = f"{key}_{number}"
    return candidate


def complete_keys(steps: list[Json], published: Callable[[], Collection[str]]) -> list[Json] | None:
    """Return the steps with every empty key and option value made, None if there was none to make.

    `published` is asked only when needed: a new question never takes the key of an old one.
    """
    completed = deepcopy(steps)
    named_steps = [step["value"] for step in completed]
    questions = [field["value"] for step in named_steps for field in step.get("fields") or ()]
    changed = _name(named_steps, "title", "step", set(RESERVED_STEP_KEYS))
    if any(not question.get("key") for question in questions):
        changed |= _name(questions, "label", "question", {*published(), *RESERVED_FIELD_KEYS})
    for question in questions:
        changed |= _name_options(question)
        for column in (columns := _values(question.get("columns"))):
            changed |= _name_options(column)
        changed |= _name_columns(columns)
    return completed if changed else None


def _name(blocks: list[Json], words: str, fallback: str, taken: set[str]) -> bool:
    taken |= {block["key"] for block in blocks if block.get("key")}
    taken |= {f"{key}{SUFFIX}" for key in taken}
    changed = False
    for block in blocks:
        if not block.get("key"):
            block["key"] = unique(slug_of(block.get(words) or "", fallback), taken)
            taken |= {block["key"], f"{block['key']}{SUFFIX}"}
            changed = True
    return changed


def _name_options(question: Json) -> bool:
    """Give the options without a value one: those in blocks first, then those in lines."""
    options = _values(question.get("options"))
    lines = [
        {"value": value, "label": label} for value, label in read_lines(question.get("option_lines") or "")
    ]
    taken = {option["value"] for option in (*options, *lines) if option.get("value")}
    changed = _number(options, "value", "option", taken)
    if _number(lines, "value", "option", taken):
        question["option_lines"] = write_lines((line["value"], line["label"]) for line in lines)
        return True
    return changed


def _name_columns(columns: Collection[Json]) -> bool:
    return _number(columns, "key", "column", {column["key"] for column in columns if column.get("key")})


def _number(named: Iterable[Json], part: str, fallback: str, taken: set[str]) -> bool:
    changed = False
    numbers: dict[str, int] = {}
    for one in named:
        if not one.get(part) and one.get("label"):
            slug = slug_of(one["label"], fallback)
            # Thousands of like options would each count from the start.
            one[part] = unique(slug, taken, after=numbers.get(slug, 1))
            numbers[slug] = numbers.get(slug, 1) + (one[part] != slug)
            taken.add(one[part])
            changed = True
    return changed


def _values(items: Collection[Json] | None) -> list[Json]:
    return [item["value"] if item.get("type") == "item" else item for item in items or ()]
