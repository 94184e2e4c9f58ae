"""A form as a picture, and the same in words."""

from __future__ import annotations

import itertools

from forms.definitions.mapping import map_of
from forms.definitions.spec import Condition, FieldSpec, FormSpec, Option, RouteSpec, Rule, StepSpec

AT_HOME = Rule(conditions=(Condition("mode", "equals", ("home",)),))


def a_field(key, **values):
    return FieldSpec(key, values.pop("type", "short_text"), key.capitalize(), **values)


def a_spec():
    options = (Option("home", "At home"), Option("phone", "By phone"))
    steps = (
        StepSpec("one", "One", fields=(
            a_field("mode", type="radios", options=options),
            a_field("street", show_when=AT_HOME),
            a_field("plain"),
        )),
        StepSpec("two", "Two", show_when=AT_HOME, fields=(a_field("door"),)),
    )  # fmt: skip
    return FormSpec("any", "Form", steps=steps, routes=(RouteSpec("nurse", "nurse", show_when=AT_HOME),))


def test_steps_and_routes_stand_in_order_without_overlap():
    boxes = map_of(a_spec()).boxes

    assert [(box.kind, box.title) for box in boxes[:2]] == [("step", "1. One"), ("step", "2. Two")]
    assert boxes[2].kind == "route"
    assert all(upper.bottom < lower.y for upper, lower in itertools.pairwise(boxes))


def test_only_questions_that_decide_or_depend_are_drawn():
    lines = {line.key: line for line in map_of(a_spec()).boxes[0].lines}

    assert set(lines) == {"mode", "street"}
    assert lines["mode"].decides
    assert lines["street"].conditional


def test_arrows_lead_from_what_decides_to_what_depends_on_it():
    drawn = map_of(a_spec())

    assert [arrow.title for arrow in drawn.arrows] == [
        "Street, asked when “Mode” is “At home”",
        "2. Two. Shown when “Mode” is “At home”",
        "Send the document of “nurse” to the partner of the kind “Nurse service”. "
        "Sent when “Mode” is “At home”",
    ]
    assert all(drawn.right < arrow.turn < drawn.width for arrow in drawn.arrows)


def test_everything_on_the_picture_stands_in_words_too():
    said = dict(map_of(a_spec()).sentences)

    assert said["1. One"] == (
        "“Street” is asked when “Mode” is “At home”.", "2 questions are always asked.",
    )  # fmt: skip
    assert said["2. Two"] == ("The step is shown when “Mode” is “At home”.", "1 question is always asked.")
    assert said["Where documents go"][0].endswith("when “Mode” is “At home”.")


def test_conditions_on_questions_that_are_not_there_draw_no_arrow():
    lost = Rule(conditions=(Condition("gone", "answered"),))
    spec = FormSpec("any", "Form", steps=(StepSpec("one", "One", show_when=lost, fields=(a_field("q"),)),))

    assert map_of(spec).arrows == ()


def test_lanes_of_questions_whose_arrows_overlap_are_apart():
    names = [f"q{number}" for number in range(6)]
    asked = tuple(a_field(name) for name in names)
    later = tuple(
        a_field(f"t{name}", show_when=Rule(conditions=(Condition(name, "answered"),))) for name in names
    )
    spec = FormSpec("any", "Form", steps=(StepSpec("one", "One", fields=(*asked, *later)),))

    assert len({arrow.turn for arrow in map_of(spec).arrows}) == 6
