"""Copies of questions fit into a form: free keys, conditions led along, what is lost named."""

from __future__ import annotations

from forms.building.copying import copy_questions, copy_step
from tests.unit.definitions_compile.examples import question, rule, shared, step


def keys(copied):
    return [block["value"]["key"] for block in copied.blocks]


def test_free_keys_are_kept():
    copied = copy_questions([question("email", "mail")], taken={"surname"})

    assert keys(copied) == ["mail"]
    assert copied.renamed == ()


def test_taken_keys_are_made_anew_and_said():
    copied = copy_questions([question("email", "mail"), question("email", "mail_2")], taken={"mail"})

    assert len({*keys(copied), "mail"}) == 3
    assert ("mail", keys(copied)[0]) in copied.renamed


def test_a_key_that_an_adverse_event_question_has_is_taken():
    copied = copy_questions([question("yes_no", "notes_adverse_event")], taken={"notes"})

    assert keys(copied) == ["notes_adverse_event_2"]


def test_conditions_among_the_copies_follow_the_new_keys():
    asked = question("email", "mail", show_when=rule(("wants", "equals", "yes")))
    when = {"decision": "when", "purpose": "x", "when": rule(("wants", "equals", "yes"))}
    told = question("email", "other", disclosures=shared(nurse=when))

    copied = copy_questions([question("yes_no", "wants"), asked, told], taken={"wants"})

    wants, mail, other = (block["value"] for block in copied.blocks)
    assert wants["key"] == "wants_2"
    assert mail["show_when"]["conditions"][0]["field"] == "wants_2"
    assert other["disclosures"][0]["when"]["conditions"][0]["field"] == "wants_2"
    assert copied.lost == ()


def test_a_computed_date_is_counted_from_the_copy_of_its_question():
    copied = copy_questions(
        [question("date", "begin"), question("computed_date", "end", base="begin", amount=2, unit="weeks")],
        taken={"begin"},
    )

    assert copied.blocks[1]["value"]["base"] == keys(copied)[0] == "begin_2"
    assert copied.lost == ()


def test_a_computed_date_without_its_question_is_named():
    copied = copy_questions([question("computed_date", "end", base="begin")], taken={"surname"})

    assert copied.lost == ("“End” depends on “begin”, which this form does not ask.",)


def test_an_empty_condition_of_a_question_without_a_key_stays_empty():
    unfinished = question("email", "", label="Mail", show_when=rule(("", "answered", "")))

    copied = copy_questions([unfinished], taken=set())

    assert copied.blocks[0]["value"]["show_when"]["conditions"][0]["field"] == ""


def test_a_condition_on_a_question_that_is_not_there_is_named():
    copied = copy_questions(
        [question("email", "mail", show_when=rule(("elsewhere", "answered", "")))], taken={"surname"}
    )

    assert copied.lost == ("“Mail” depends on “elsewhere”, which this form does not ask.",)


def test_a_condition_on_a_question_of_the_form_stays():
    copied = copy_questions(
        [question("email", "mail", show_when=rule(("surname", "answered", "")))], taken={"surname"}
    )

    assert copied.blocks[0]["value"]["show_when"]["conditions"][0]["field"] == "surname"
    assert copied.lost == ()


def test_what_is_copied_from_stays_as_it_was():
    original = question("email", "mail", show_when=rule(("mail", "answered", "")))
    before = repr(original)

    copy_questions([original], taken={"mail"})

    assert repr(original) == before


def test_a_step_gets_a_free_key_and_its_own_condition_is_looked_at():
    source = step("visit", question("email", "mail"), show_when=rule(("mode", "equals", "home")))

    copied = copy_step(source, taken={"mail"}, steps={"visit"})

    (block,) = copied.blocks
    assert block["value"]["key"] == "visit_2"
    assert block["value"]["fields"][0]["value"]["key"] == "mail_2"
    assert copied.lost == ("The step depends on “mode”, which this form does not ask.",)
