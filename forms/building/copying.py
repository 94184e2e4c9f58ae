"""Copy questions into a form: keys made anew where they are taken, conditions led along. Pure."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator
from copy import deepcopy
from dataclasses import dataclass

from forms.definitions.compile.companions import SUFFIX, companion_key
from forms.definitions.naming import slug_of, unique
from forms.definitions.spec import Json


@dataclass(frozen=True, slots=True)
class Copied:
    """Blocks ready for a form: which keys were renamed, and conditions on questions that are not there."""

    blocks: tuple[Json, ...]
    renamed: tuple[tuple[str, str], ...] = ()
    lost: tuple[str, ...] = ()


def copy_questions(questions: Collection[Json], *, taken: Collection[str]) -> Copied:
    """Return copies of blocks of questions for a form whose keys are `taken`."""
    blocks = [deepcopy(question) for question in questions]
    renamed = _rename([block["value"] for block in blocks], taken, "label", "question")
    for block in blocks:
        _renew_ids(block)
    _lead_along(blocks, renamed)
    known = {*taken, *(block["value"]["key"] for block in blocks)}
    known |= {companion_key(key) for key in known}
    lost = tuple(
        f"“{block['value'].get('label') or block['value']['key']}” depends on “{key}”, which this form does not ask."
        for block in blocks
        for key in dict.fromkeys(holder[name] for holder, name in _references(block["value"]))
        if key not in known
    )
    changed = tuple((old, new) for old, new in renamed.items() if old and old != new)
    return Copied(tuple(blocks), changed, lost)


def copy_step(step: Json, *, taken: Collection[str], steps: Collection[str]) -> Copied:
    """Return a copy of one step for a form with the question keys `taken` and the step keys `steps`."""
    copied = deepcopy(step)
    value = copied["value"]
    _rename([value], steps, "title", "step")
    inside = copy_questions(value.get("fields") or [], taken=taken)
    value["fields"] = list(inside.blocks)
    _renew_ids(copied)
    renamed = dict(inside.renamed)
    for condition in _conditions(value.get("show_when")):
        condition["field"] = renamed.get(condition.get("field", ""), condition.get("field", ""))
    known = {*taken, *(companion_key(key) for key in taken)}
    lost = [
        f"The step depends on “{condition['field']}”, which this form does not ask."
        for condition in _conditions(value.get("show_when"))
        if condition.get("field") and condition["field"] not in known
    ]
    return Copied((copied,), inside.renamed, (*lost, *inside.lost))


def _rename(values: list[Json], taken: Collection[str], words: str, fallback: str) -> dict[str, str]:
    """Give every block a key that is free, and return old keys with the new ones."""
    used = {*taken, *(f"{key}{SUFFIX}" for key in taken)}
    renamed: dict[str, str] = {}
    for value in values:
        old = value.get("key") or ""
        value["key"] = unique(old or slug_of(value.get(words) or "", fallback), used)
        used |= {value["key"], f"{value['key']}{SUFFIX}"}
        renamed[old] = value["key"]
    return renamed


def _lead_along(blocks: list[Json], renamed: dict[str, str]) -> None:
    companions = {companion_key(old): companion_key(new) for old, new in renamed.items() if old}
    names = {**companions, **renamed}
    for block in blocks:
        for holder, name in _references(block["value"]):
            holder[name] = names.get(holder[name], holder[name])


def _references(value: Json) -> Iterator[tuple[Json, str]]:
    """Yield where a question refers to another one: what holds its key, and under which name."""
    comparing = [*_all_conditions(value), *_items(value.get("checks"))]
    # A computed date is counted from another one.
    for holder, name in (*((one, "field") for one in comparing), (value, "base")):
        if holder.get(name):
            yield holder, name


def _all_conditions(value: Json) -> Iterator[Json]:
    yield from _conditions(value.get("show_when"))
    for disclosure in _items(value.get("disclosures")):
        yield from _conditions(disclosure.get("when"))


def _conditions(rule: Json) -> Iterator[Json]:
    yield from _items((rule or {}).get("conditions"))


def _items(value: Json) -> Iterator[Json]:
    for item in value or ():
        yield item["value"] if item.get("type") == "item" and "value" in item else item


def _renew_ids(block: Json) -> None:
    if isinstance(block, dict):
        if "id" in block and "type" in block:
            block["id"] = str(uuid.uuid4())
        for inner in block.values():
            _renew_ids(inner)
    elif isinstance(block, list):
        for inner in block:
            _renew_ids(inner)
