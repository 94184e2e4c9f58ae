from __future__ import annotations

from forms.definitions.spec import Condition, FieldSpec, FormSpec, Rule, StepSpec
from forms.submissions.journey import journey_of
from forms.submissions.work import Work, work_from_json, work_to_json

WANTS_MORE = Rule(conditions=(Condition("more", "equals", ("yes",)),))


def text(key, **values):
    return FieldSpec(key=key, type="short_text", label=key, **values)


SPEC = FormSpec(
    kind="example",
    title="Form",
    steps=(
        StepSpec("first", "First", fields=(text("name"), text("extra", show_when=WANTS_MORE))),
        StepSpec("second", "Second", fields=(FieldSpec(key="more", type="yes_no", label="More?"),)),
        StepSpec("third", "Third", show_when=WANTS_MORE, fields=(text("detail"), text("note", required=False))),
        StepSpec("read", "Read", fields=(FieldSpec(key="text", type="information", label="Read this"),)),
        StepSpec("empty", "Empty", fields=(text("never", show_when=Rule(conditions=(Condition("name", "equals", ("x",)),))),)),
    ),
)  # fmt: skip


def stops(answers, *visited):
    return {stop.key: (stop.complete, stop.open) for stop in journey_of(SPEC, answers, visited).stops}


def test_only_the_first_page_is_open_at_the_beginning():
    assert stops({}) == {"first": (False, True), "second": (False, False), "read": (False, False)}


def test_a_page_opens_once_all_before_it_are_complete():
    assert stops({"name": "Ada"}, "first")["second"] == (False, True)


def test_answers_alone_do_not_complete_a_page_that_was_never_saved_whole():
    assert stops({"name": "Ada"})["first"] == (False, True)


def test_a_page_that_was_saved_is_incomplete_once_a_needed_answer_is_gone():
    assert stops({}, "first")["first"] == (False, True)


def test_a_condition_puts_a_page_on_the_path_and_takes_it_off():
    visited = ("first", "second", "third", "read")
    with_more = {"name": "Ada", "extra": "e", "more": "yes", "detail": "d"}

    assert "third" in stops(with_more, *visited)
    assert "third" not in stops({**with_more, "more": "no"}, *visited)
    assert "detail" not in journey_of(SPEC, {**with_more, "more": "no"}, visited).applied.answers


def test_a_page_of_text_alone_is_complete_once_it_was_opened_and_continued():
    answers = {"name": "Ada", "more": "no"}

    assert not journey_of(SPEC, answers, ("first", "second")).complete
    assert journey_of(SPEC, answers, ("first", "second", "read")).complete


def test_a_page_without_an_applicable_question_is_left_out():
    assert "empty" not in stops({"name": "Ada"})


def test_the_way_on_and_back_follows_the_path():
    journey = journey_of(SPEC, {"name": "Ada", "more": "no"}, ("first", "second"))

    assert journey.before("first") is None
    assert journey.before("read").key == "second"
    assert journey.after("second").key == "read"
    assert journey.after("read") is None
    assert journey.after("nowhere") is None
    assert journey.next_to_do.key == "read"


class TestWork:
    def test_it_is_read_back_as_it_was_written(self):
        work = Work().with_step(SPEC.steps[0], {"name": "Ada"}, complete=True, revision=1, page="page-one")

        assert work_from_json(work_to_json(work)) == work
        assert work_from_json(None) == Work()

    def test_another_page_that_saved_later_is_noticed(self):
        work = Work().with_step(SPEC.steps[0], {"name": "Ada"}, complete=True, revision=3, page="page-one")

        assert work.changed_elsewhere("first", since=2, page="page-two")
        assert not work.changed_elsewhere("first", since=3, page="page-two")
        assert not work.changed_elsewhere("first", since=2, page="page-one")
        assert not work.changed_elsewhere("second", since=0, page="page-two")
