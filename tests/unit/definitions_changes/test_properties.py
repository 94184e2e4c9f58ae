"""Whatever is changed of a form is seen; what is the same is not."""

from __future__ import annotations

import json

from hypothesis import given, strategies as st

from forms.definitions.changes import changes_from_json, changes_to_json, compare
from forms.definitions.spec import SHARE, WHEN, from_json, sha256_of, to_json
from tests.unit.definitions_changes.specs import a_spec

BASE = to_json(a_spec())
TEXTS = st.text(min_size=1, max_size=8)


def places(value, path=()):
    """Yield the path of every value of a form that an edit could replace, remove or double."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from places(below, (*path, name))
    elif isinstance(value, list):
        yield path
        for index, below in enumerate(value):
            yield from places(below, (*path, index))
    else:
        yield path


PLACES = sorted(set(places(BASE)), key=str)


def edited(path, how, text):
    spec = json.loads(json.dumps(BASE))
    holder = spec
    for part in path[:-1]:
        holder = holder[part]
    value = holder[path[-1]]
    if isinstance(value, list):
        holder[path[-1]] = value[:-1] if how == "remove" else list(reversed(value))
    elif isinstance(value, bool):
        holder[path[-1]] = not value
    elif isinstance(value, int):
        holder[path[-1]] = value + 1
    elif path[-1] in ("key", "companion_of", "type"):
        holder[path[-1]] = f"other_{len(text)}"
    else:
        holder[path[-1]] = f"{value}{text}"
    return from_json(spec)


@given(st.sampled_from(PLACES), st.sampled_from(["remove", "reverse"]), TEXTS)
def test_any_edit_is_seen(path, how, text):
    before, after = a_spec(), edited(path, how, text)

    changes = compare(before, after)

    assert bool(changes) == (sha256_of(before) != sha256_of(after))
    assert changes_from_json(changes_to_json(changes)) == changes
    assert all(one.sentence for one in changes)


@given(st.sampled_from(PLACES), st.sampled_from(["remove", "reverse"]), TEXTS)
def test_what_only_takes_away_from_recipients_is_never_the_way_to_give_more(path, how, text):
    """Undoing an edit is critical, or the edit was: no disclosure is widened in two harmless steps."""
    before, after = a_spec(), edited(path, how, text)
    given_before, given_after = (
        {
            (field.key, one.audience, one.decision)
            for field in spec.fields()
            for one in field.disclosures
            if one.decision in (SHARE, WHEN)
        }
        for spec in (before, after)
    )
    if given_before == given_after:
        return

    assert any(one.critical for one in (*compare(before, after), *compare(after, before)))
