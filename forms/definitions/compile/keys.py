"""Keys are names for ever: well formed, unique, never used again for another type."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from forms.definitions.compile.assembly import has_companion
from forms.definitions.compile.companions import companion_key
from forms.definitions.compile.problems import Problems
from forms.definitions.compile.source import Source, SourceField, SourceStep

KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
MALFORMED = "Use a key of lower-case letters, digits and underscores that begins with a letter."
# Words of the addresses around a step, and the names of the wizard's own inputs and buttons.
RESERVED_STEP_KEYS = frozenset({"check", "copy", "discard", "draft", "start", "status", "step", "submit"})
RESERVED_FIELD_KEYS = frozenset(
    {"accept_duplicate", "csrfmiddlewaretoken", "later", "next", "page", "revision", "whole"}
)


def problems(source: Source, published: Mapping[str, frozenset[str]]) -> Problems:
    """Say what is wrong with the keys of steps and questions."""
    yield from _of_steps(source)
    yield from _of_fields(source, published)
    for step in source.steps:
        yield from _of_inputs(step)


def _of_steps(source: Source) -> Problems:
    counts = Counter(step.spec.key for step in source.steps)
    for step in source.steps:
        key = step.spec.key
        if not KEY.fullmatch(key):
            yield step.problem(_malformed(key), "key")
        elif key in RESERVED_STEP_KEYS:
            yield step.problem(f"The key “{key}” is reserved. Choose another.", "key")
        elif counts[key] > 1:
            yield step.problem(f"Another step has the key “{key}”. Choose another.", "key")


def _of_fields(source: Source, published: Mapping[str, frozenset[str]]) -> Problems:
    counts = Counter(field.spec.key for field in source.fields())
    companions = {companion_key(field.spec.key) for field in source.fields() if has_companion(field)}
    for field in source.fields():
        for message in _key_messages(field, counts, companions, published):
            yield field.problem(message, "key")


def _key_messages(
    field: SourceField,
    counts: Counter[str],
    companions: set[str],
    published: Mapping[str, frozenset[str]],
) -> Iterator[str]:
    key = field.spec.key
    if not KEY.fullmatch(key):
        yield _malformed(key)
        return
    if key in RESERVED_FIELD_KEYS:
        yield f"The key “{key}” is reserved. Choose another."
    if counts[key] > 1:
        yield f"Another question has the key “{key}”. Empty the key of the newer one and save."
    if key in companions:
        yield f"The key “{key}” belongs to the adverse-event question of a free-text question. Choose another."
    elif has_companion(field) and not KEY.fullmatch(companion_key(key)):
        yield "Shorten the key: that of its adverse-event question would be too long."
    if published.get(key, frozenset()) - {field.spec.type}:
        yield (
            f"The key “{key}” was published before for a question of another type. "
            "Key reused: empty it and save, so that a new key is made."
        )


def _of_inputs(step: SourceStep) -> Problems:
    """Two questions of a step must not share an input, such as a date's day."""
    owners: dict[str, SourceField] = {}
    for field in step.fields:
        if field.type is None or not field.spec.key:
            continue
        for name in field.type.input_names(field.spec):
            owner = owners.setdefault(name, field)
            if owner.spec.key != field.spec.key:
                yield field.problem(
                    f"The key “{field.spec.key}” is too like “{owner.spec.key}” in this step. Choose another.",
                    "key",
                )
                break


def _malformed(key: str) -> str:
    return MALFORMED if key else "Save the draft first: the key is made from the label."
