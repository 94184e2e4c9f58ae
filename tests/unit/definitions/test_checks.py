from __future__ import annotations

import pytest

from forms.definitions.checks import KINDS, usual_message
from forms.definitions.form_building import build_form
from forms.definitions.spec import Check
from tests.unit.definitions.samples import CONTEXT, a_field, a_form


def said(type_, data, *checks, others=(), **values):
    field = a_field(type_, label="Answer", checks=checks, **values)
    spec = a_form(*others, field)
    form = build_form(spec.steps[0], spec=spec, context=CONTEXT, answers={}, data=data)
    form.is_valid()
    return [message for messages in form.errors.values() for message in messages]


def on(day, key="q"):
    return dict(zip((f"{key}_year", f"{key}_month", f"{key}_day"), day.split("-"), strict=True))


@pytest.mark.parametrize(
    ("type_", "check", "good", "bad"),
    [
        ("short_text", Check("shortest", "3"), {"q": "abc"}, {"q": "ab"}),
        ("long_text", Check("longest", "3"), {"q": "abc"}, {"q": "abcd"}),
        ("number", Check("smallest", "2.5"), {"q": "2.5"}, {"q": "2.4"}),
        ("number", Check("largest", "10"), {"q": "10"}, {"q": "10.1"}),
        ("date", Check("earliest", "2027-02-01"), on("2027-02-01"), on("2027-01-31")),
        ("date", Check("latest", "today+30"), on("2027-02-03"), on("2027-02-04")),
        ("time", Check("earliest", "09:00"), {"q": "9"}, {"q": "8.59"}),
        ("time", Check("latest", "17:00"), {"q": "5 pm"}, {"q": "17:01"}),
        ("short_text", Check("pattern", "[A-Z]{2}[0-9]+"), {"q": "AB1"}, {"q": "xAB1"}),
    ],
)
def test_an_answer_must_pass_what_the_editor_wants(type_, check, good, bad):
    assert said(type_, good, check) == []
    (message,) = said(type_, bad, check)
    assert "“Answer”" in message


OTHERS = {
    "text": a_field("short_text", key="o", label="Other"),
    "date": a_field("date", key="o", label="Other"),
    "number": a_field("number", key="o", label="Other"),
}


@pytest.mark.parametrize(
    ("type_", "other", "kind", "value", "good", "bad"),
    [
        ("short_text", "text", "same_as", "", {"o": "a", "q": "a"}, {"o": "a", "q": "b"}),
        ("short_text", "text", "different_from", "", {"o": "a", "q": "b"}, {"o": "a", "q": "a"}),
        ("number", "number", "at_least", "", {"o": "9", "q": "10"}, {"o": "10", "q": "9"}),
        ("number", "number", "at_most", "", {"o": "10", "q": "9"}, {"o": "9", "q": "10"}),
        (
            "date", "date", "not_before", "",
            {**on("2027-01-02", "o"), **on("2027-01-02")}, {**on("2027-01-02", "o"), **on("2027-01-01")},
        ),
        (
            "date", "date", "not_before", "+7 days",
            {**on("2027-01-02", "o"), **on("2027-01-09")}, {**on("2027-01-02", "o"), **on("2027-01-08")},
        ),
        (
            "date", "date", "not_after", "+1 month",
            {**on("2027-01-31", "o"), **on("2027-02-28")}, {**on("2027-01-31", "o"), **on("2027-03-01")},
        ),
    ],
)  # fmt: skip
def test_one_answer_is_held_against_another(type_, other, kind, value, good, bad):
    check = Check(kind, value, "o")

    assert said(type_, good, check, others=[OTHERS[other]]) == []
    assert len(said(type_, bad, check, others=[OTHERS[other]])) == 1


def test_what_is_compared_with_no_answer_passes():
    other = a_field("date", key="o", required=False)

    assert said("date", on("2027-01-01"), Check("not_before", "", "o"), others=[other]) == []


def test_the_editors_own_words_replace_the_usual_ones():
    check = Check("shortest", "3", message="Give all three letters of the ward")

    assert said("short_text", {"q": "ab"}, check) == ["Give all three letters of the ward"]


def test_an_optional_answer_left_out_is_not_checked():
    assert said("short_text", {}, Check("shortest", "3"), required=False) == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_check_has_words(kind):
    value = {"shortest": "3", "longest": "3"}.get(kind, "")

    assert usual_message(Check(kind, value, "o"), "Answer", other="Other").startswith("“Answer” ")
