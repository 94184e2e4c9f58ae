"""Read the bytes of a file into data, or say why they are none. Nothing here knows what a form is."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from forms.definitions.exchange.problems import FileProblem, ImportRefused
from forms.definitions.spec import Json

MOST_BYTES = 5_000_000
# Steps, questions, disclosures, rules and conditions stand eleven deep; nothing that is meant stands deeper.
DEEPEST = 24


def read(data: bytes) -> Json:
    """Return what the file holds; raise ImportRefused."""
    if len(data) > MOST_BYTES:
        _refuse(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse("The file is not text in UTF-8.")
    if _depth(text) > DEEPEST:
        _refuse(f"The file is nested deeper than {DEEPEST} brackets.")
    try:
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        _refuse(f"This is no JSON: line {error.lineno}, column {error.colno}: {error.msg}.")
    except ValueError as error:
        _refuse(f"This is no JSON: {error}.")


def _depth(text: str) -> int:
    """Return how deep brackets are nested, those in texts left out: before anything recurses into them."""
    deepest = depth = 0
    in_text = escaped = False
    for letter in text:
        if in_text:
            if escaped:
                escaped = False
            elif letter == "\\":
                escaped = True
            elif letter == '"':
                in_text = False
        elif letter == '"':
            in_text = True
        elif letter in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif letter in "]}":
            depth -= 1
    return deepest


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"“{twice[:60]}” is written twice in the same object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number that JSON knows")


def _refuse(message: str) -> NoReturn:
    raise ImportRefused([FileProblem("", message)])
