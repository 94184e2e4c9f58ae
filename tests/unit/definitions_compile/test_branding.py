"""A form that everybody may read names neither programme nor medicine, wherever the name stands."""

from __future__ import annotations

import pytest

from forms.definitions.compile import CompileFailed, compile_against
from tests.unit.definitions_compile.examples import a_form, options, question, step

DESKS = ("questions",)
ROUTES = [{"type": "route", "value": {"audience": "desk", "partner_code": "questions"}}]
SHARED = [{"audience": one, "decision": "share", "purpose": "To answer."} for one in ("desk", "team")]
NAMES = ("Example Connect", "Examplimab")


def asked(type_: str = "short_text", **values: object) -> dict[str, object]:
    return question(type_, "words", **{"disclosures": SHARED, **values})


def a_form_for(readers: str, asks: dict[str, object] | None = None, **values: object) -> object:
    steps = [step("only", asks or asked())]
    open_ = {"routes": ROUTES, "kind": "general", "open_to": "anyone", "readers": readers}
    return a_form(steps, **{**open_, **values})


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"title": "Ask about Example Connect"}, ("title",)),
        ({"intro": "<p>About EXAMPLIMAB.</p>"}, ("intro",)),
        ({"other_way": "Ring the Example Connect line."}, ("other_way",)),
        ({"slug": "example-connect-questions"}, ("slug",)),
        ({"asks": asked(label="Do you take examplimab?")}, ("steps", 0, "fields", 0, "label")),
        ({"asks": asked(help="As for Examplimab.")}, ("steps", 0, "fields", 0, "label")),
        (
            {"asks": asked("radios", options=options("Examplimab", "other"))},
            ("steps", 0, "fields", 0, "label"),
        ),
    ],
)
def test_a_name_is_refused_beside_the_place_where_it_stands(values, path) -> None:
    with pytest.raises(CompileFailed) as failed:
        compile_against(a_form_for("public", **values), {}, DESKS, names=NAMES)

    (problem,) = failed.value.problems
    assert problem.path == path
    assert "Everybody may read this form" in problem.message


def test_part_of_another_word_is_no_name() -> None:
    assert compile_against(a_form_for("public", title="Counterexamplimabs"), {}, DESKS, names=NAMES)
