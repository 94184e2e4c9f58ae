"""Make the keys that an editor left empty, once, from the words that stand there at the first save."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from copy import deepcopy

from forms.definitions.compile.companions import SUFFIX
from forms.definitions.compile.keys import RESERVED_FIELD_KEYS, RESERVED_STEP_KEYS
from forms.definitions.spec import Json

LONGEST = 40


def slug_of(words: str, fallback: str) -> str:
    """Return words as a key: lower-case ASCII letters, digits and underscores, beginning with a letter."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:LONGEST].strip("_")
    if not slug:
        return fallback
    return slug if slug[0].isalpha() else f"{fallback}_{slug}"


def unique(key: str, taken: Collection[str]) -> str:
    """Return the key, numbered where it is taken."""
    number, candidate = 1, key
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
        changed |= _name_options(question.get("options") or ())
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


def _name_options(items: Collection[Json]) -> bool:
    options = [item["value"] if item.get("type") == "item" else item for item in items]
    taken = {option["value"] for option in options if option.get("value")}
    changed = False
    for option in options:
        if not option.get("value") and option.get("label"):
            option["value"] = unique(slug_of(option["label"], "option"), taken)
            taken.add(option["value"])
            changed = True
    return changed
