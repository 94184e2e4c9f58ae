from __future__ import annotations

from dataclasses import replace

import pytest

from forms.definitions.context import FileState, OfferedFile
from forms.definitions.fields import field_type
from forms.definitions.fields.files import Files, limits_in_words
from forms.definitions.form_building import build_form
from tests.unit.definitions.samples import CONTEXT, FILE, a_field, a_form, error_of, post

OTHER = "0b0c2f0e-0000-4000-8000-000000000032"
FIELD = a_field("files")


def offering(*files: OfferedFile):
    return replace(CONTEXT, files=files)


def a_file(id_: str = FILE, **values) -> OfferedFile:
    return replace(CONTEXT.files[0], **{"id": id_, **values})


def test_only_files_of_this_question_are_taken():
    assert post(FIELD, {"q": [FILE]}).is_valid()
    for context in (offering(), offering(a_file(field="another"))):
        assert (
            error_of(FIELD, {"q": [FILE]}, context)[1]
            == "A file of “The question” is no longer here. Choose it again"
        )


def test_a_needed_question_asks_for_a_file():
    assert error_of(FIELD, {}) == ("id_q", "Choose a file for “The question”")
    assert post(a_field("files", required=False), {}).stored_answers() == {}


def test_a_file_that_waits_for_the_scan_is_an_answer_and_an_infected_one_is_none():
    assert post(FIELD, {"q": [FILE]}, offering(a_file(state=FileState.WAITING))).is_valid()
    assert "held a virus" in error_of(FIELD, {"q": [FILE]}, offering(a_file(state=FileState.INFECTED)))[1]


def test_too_many_files_say_how_many_to_remove():
    three = [a_file(f"{FILE[:-1]}{number}", name=f"{number}.pdf") for number in range(3)]

    assert error_of(FIELD, {"q": [one.id for one in three]}, offering(*three))[1] == (
        "“The question” takes 2 files. Remove 1"
    )


def test_good_files_stay_in_the_answer_beside_one_that_is_wrong():
    context = offering(a_file(), a_file(OTHER, name="bad.pdf", state=FileState.INFECTED))

    form = post(FIELD, {"q": [FILE, OTHER, "0b0c2f0e-0000-4000-8000-000000000099"]}, context)

    assert not form.is_valid()
    assert [one["id"] for one in form.valid_answers()["q"]] == [FILE, OTHER]


def test_a_file_that_was_not_taken_does_not_cost_those_that_were():
    form = post(FIELD, {"q": [FILE]})
    form.refuse("q", "“x.exe” was not uploaded.")

    assert not form.is_valid()
    assert [one["id"] for one in form.valid_answers()["q"]] == [FILE]


def test_a_page_that_is_shown_again_unfinished_keeps_only_errors_about_files():
    spec = a_form(a_field("short_text", key="name"), FIELD)
    form = build_form(spec.steps[0], spec=spec, context=CONTEXT, answers={}, data={"q": []})
    form.refuse("q", "“x.exe” was not uploaded.")
    form.forgive()

    assert [message for _, message in form.error_links] == ["“x.exe” was not uploaded."]


def test_an_answer_tells_its_files_and_prints_their_size():
    stored = post(FIELD, {"q": [FILE]}).stored_answers()["q"]

    assert Files().lines(FIELD, stored) == ("letter.pdf (PDF, 2.0\xa0KB)",)
    assert [(one.id, one.sha256) for one in Files().files(FIELD, stored)] == [(FILE, "0a" * 32)]
    assert field_type("short_text").files(a_field("short_text"), "Sam") == ()


@pytest.mark.parametrize(
    "stored",
    ["x", [], [{}], [{"id": "../x", "name": "a", "type": "b", "size": 1, "sha256": "c"}], [None]],
)
def test_an_answer_of_another_shape_counts_as_none(stored):
    assert Files().lines(FIELD, stored) == ()
    assert Files().files(FIELD, stored) == ()
    assert Files().facts(stored) == ()


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        ({"types": []}, "Choose at least one type"),
        ({"types": ["exe"]}, "Choose at least one type"),
        ({"most_megabytes": 0}, "megabytes from 1 to"),
        ({"most_megabytes": 500}, "megabytes from 1 to"),
        ({"most_files": True}, "number of files"),
    ],
)
def test_settings_that_nothing_can_follow_are_named(settings, problem):
    (said,) = Files().setting_problems(a_field("files", settings=settings))
    assert problem in said


def test_the_limits_are_said_in_words():
    assert limits_in_words(a_field("files", settings={})) == (
        "Up to 5 files, each a PDF, JPEG image or PNG image of up to 10 MB."
    )
    one = a_field("files", settings={"types": ["pdf"], "most_files": 1, "most_megabytes": 2})
    assert limits_in_words(one) == "One PDF, up to 2 MB."
