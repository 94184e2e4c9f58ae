from __future__ import annotations

from hypothesis import given, strategies as st

from forms.definitions.compile.keys import KEY
from forms.definitions.naming import complete_keys, slug_of
from tests.unit.definitions_compile.examples import question, step


@given(st.text(max_size=300))
def test_any_words_make_a_key_that_compiles(words):
    assert KEY.fullmatch(slug_of(words, "question"))


@given(st.lists(st.text(max_size=20), min_size=1, max_size=12))
def test_made_keys_are_unique_and_stay_when_completed_again(labels):
    steps = [step("one", *[question("short_text", "", label=label) for label in labels])]

    completed = complete_keys(steps, lambda: ())

    keys = [one["value"]["key"] for one in completed[0]["value"]["fields"]]
    assert len(set(keys)) == len(keys)
    assert complete_keys(completed, lambda: ()) is None


def test_what_is_completed_is_not_changed_in_place():
    steps = [step("", question("short_text", ""))]

    complete_keys(steps, lambda: ())

    assert steps[0]["value"]["key"] == ""


def test_earlier_versions_are_asked_only_when_a_key_is_missing():
    def published():
        raise AssertionError("No key is missing.")

    assert complete_keys([step("one", question("email", "mail"))], published) is None


def test_a_made_key_avoids_adverse_event_questions():
    steps = [
        step("one", question("long_text", "remarks"), question("yes_no", "", label="Remarks adverse event"))
    ]

    completed = complete_keys(steps, lambda: ())

    assert completed[0]["value"]["fields"][1]["value"]["key"] == "remarks_adverse_event_2"
