"""Check a file against the schema, saying in words what is wrong at which place.

Follows the keywords that the schema uses, and no others: type, const, enum, properties, required,
additionalProperties, items, oneOf (told apart by "type"), $ref and the limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from forms.definitions.exchange.problems import FileProblem, Path, written
from forms.definitions.spec import Json

MOST_PROBLEMS = 50
TYPES: Mapping[str, tuple[type, str]] = {
    "object": (dict, "an object in braces"),
    "array": (list, "a list in square brackets"),
    "string": (str, "a text"),
    "boolean": (bool, "true or false"),
    "integer": (int, "a whole number"),
    "number": (float, "a number"),
    "null": (type(None), "null"),
}


def problems_of(value: Json, schema: Mapping[str, Json]) -> tuple[FileProblem, ...]:
    """Return what is wrong with a parsed file, the first fifty things."""
    found: list[FileProblem] = []
    for problem in _check(value, schema, schema, ()):
        found.append(problem)
        if len(found) == MOST_PROBLEMS:
            break
    return tuple(found)


def _check(
    value: Json, rule: Mapping[str, Json], schema: Mapping[str, Json], path: Path
) -> Iterator[FileProblem]:
    if "$ref" in rule:
        rule = schema["$defs"][rule["$ref"].rpartition("/")[2]]
    if "oneOf" in rule:
        yield from _one_of(value, rule["oneOf"], schema, path)
        return
    if "const" in rule and value != rule["const"]:
        yield _problem(path, f"Write {rule['const']!r} here.".replace("'", '"'))
        return
    if "type" in rule and not _has_type(value, rule["type"]):
        names = rule["type"] if isinstance(rule["type"], list) else [rule["type"]]
        yield _problem(path, f"Write {' or '.join(TYPES[name][1] for name in names)} here.")
        return
    if isinstance(value, str):
        yield from _text(value, rule, path)
    elif isinstance(value, list):
        if len(value) > rule.get("maxItems", len(value)):
            yield _problem(path, f"At most {rule['maxItems']} entries are allowed here.")
            return
        for index, item in enumerate(value):
            yield from _check(item, rule.get("items", {}), schema, (*path, index))
    elif isinstance(value, dict):
        yield from _object(value, rule, schema, path)


def _object(
    value: Mapping[str, Any], rule: Mapping[str, Json], schema: Mapping[str, Json], path: Path
) -> Iterator[FileProblem]:
    properties = rule.get("properties", {})
    for name in rule.get("required", ()):
        if name not in value:
            yield _problem(path, f"“{name}” is missing.")
    for name, below in value.items():
        if name in properties:
            yield from _check(below, properties[name], schema, (*path, name))
        else:
            yield _problem(
                (*path, name), f"Unknown here. Known: {', '.join(properties)}." if properties else "Unknown."
            )


def _one_of(
    value: Json, choices: list[Mapping[str, Json]], schema: Mapping[str, Json], path: Path
) -> Iterator[FileProblem]:
    by_type = {one["properties"]["type"]["const"]: one for one in choices}
    if not isinstance(value, dict) or "type" not in value:
        yield _problem(path, "Write an object with “type” and “value” here.")
    elif not isinstance(value["type"], str) or value["type"] not in by_type:
        yield _problem((*path, "type"), f"Unknown type. Known: {', '.join(by_type)}.")
    else:
        yield from _check(value, by_type[value["type"]], schema, path)


def _text(value: str, rule: Mapping[str, Json], path: Path) -> Iterator[FileProblem]:
    if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
        yield _problem(path, "This text has characters that cannot be stored.")
    elif "enum" in rule and value not in rule["enum"]:
        known = ", ".join(f"“{one}”" for one in rule["enum"] if one)
        yield _problem(path, f"“{value[:60]}” is not known here. Known: {known}.")
    elif len(value) > rule.get("maxLength", len(value)):
        yield _problem(path, f"Too long: at most {rule['maxLength']} characters are allowed.")
    elif len(value) < rule.get("minLength", 0):
        yield _problem(path, "This is empty.")
    elif "pattern" in rule and not re.search(rule["pattern"], value):
        yield _problem(path, "Only letters, digits, hyphens and underscores are allowed.")


def _has_type(value: Json, wanted: str | list[str]) -> bool:
    names = wanted if isinstance(wanted, list) else [wanted]
    return any(
        isinstance(value, (int, float) if name == "number" else TYPES[name][0])
        and (name == "boolean" or not isinstance(value, bool))
        for name in names
    )


def _problem(path: Path, message: str) -> FileProblem:
    return FileProblem(written(path)[:200], message)
