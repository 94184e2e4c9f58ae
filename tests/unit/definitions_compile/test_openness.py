"""Visitors and desks have to do with no patients: what keeps a form from being open, or from going to a desk."""

from __future__ import annotations

import pytest
from django.conf import settings

from forms.definitions.compile import CompileFailed, compile_against
from forms.definitions.compile.openness import VISITORS_MOST_MEGABYTES
from forms.definitions.fields.files import MEGABYTE
from forms.definitions.spec import PROFESSIONALS, RouteSpec, from_json, sha256_of, to_json
from tests.unit.definitions_compile.examples import KIND, a_form, options, question, route, rule, step

DESKS = ("questions", "speakers")


def shared(*audiences: str) -> list[dict[str, str]]:
    return [{"audience": one, "decision": "share", "purpose": "To answer."} for one in audiences]


def asked(type_: str, key: str, **values: object) -> dict[str, object]:
    return question(type_, key, **{"disclosures": shared("desk", "team"), **values})


def to_desk(code: str = "questions", **values: object) -> dict[str, object]:
    return {"type": "route", "value": {"audience": "desk", "partner_code": code, **values}}


def general(*questions: dict[str, object], **values: object) -> object:
    asked_ = questions or (asked("short_text", "words"),)
    return a_form(
        [step("only", *asked_)], **{"routes": [to_desk()], "kind": "general", "open_to": "anyone", **values}
    )


def problem_of(form: object) -> object:
    with pytest.raises(CompileFailed) as failed:
        compile_against(form, {}, DESKS)
    (problem,) = failed.value.problems
    return problem


def test_a_general_form_for_anyone_goes_to_a_desk():
    spec = compile_against(general(readers="public", other_way="Ring us."), {}, DESKS)

    assert spec.routes == (RouteSpec("desk", "desk", partner_code="questions"),)
    assert (spec.open_to, spec.readers, spec.other_way) == ("anyone", "public", "Ring us.")
    assert [one.key for one in spec.audiences] == ["team", "desk"]
    assert from_json(to_json(spec)) == spec


def test_conditions_choose_between_desks():
    region = asked("radios", "region", options=options("north", "south"))
    routes = [
        to_desk("questions", show_when=rule(("region", "equals", "north"))),
        to_desk("speakers", show_when=rule(("region", "equals", "south"))),
    ]

    spec = compile_against(general(region, routes=routes), {}, DESKS)

    assert [one.partner_code for one in spec.routes] == ["questions", "speakers"]


def test_a_form_about_patients_goes_to_no_desk_and_is_for_members():
    form = a_form(routes=[to_desk(audience="nurse")], open_to="anyone")

    with pytest.raises(CompileFailed) as failed:
        compile_against(form, {}, DESKS)

    found = {problem.path: problem.message for problem in failed.value.problems}
    assert form.kind == KIND
    assert "A desk never receives what is said of a patient" in found["routes", 0, "partner_code"]
    assert "members only" in found[("open_to",)]


@pytest.mark.parametrize("type_", ["date_of_birth", "health_number", "permission"])
@pytest.mark.parametrize("open_to", ["anyone", "members"])
def test_nothing_that_names_a_patient_is_asked_of_visitors_or_sent_to_a_desk(type_, open_to):
    named = {"recipient": "The desk"} if type_ == "permission" else {}

    problem = problem_of(general(asked(type_, "about", **named), open_to=open_to))

    assert problem.path[:4] == ("steps", 0, "fields", 0)
    assert "Leave this question out" in problem.message


@pytest.mark.parametrize("type_", ["organisation", "site"])
def test_visitors_are_not_asked_for_an_organisation(type_):
    assert "A visitor has no organisation" in problem_of(general(asked(type_, "where"))).message


def test_an_option_that_waits_for_a_partner_is_never_on_offer_to_a_visitor():
    waiting = [{**one, "partner_role": "nurse"} for one in options("yes", "no")]

    with pytest.raises(CompileFailed) as failed:
        compile_against(general(asked("radios", "which", options=waiting)), {}, DESKS)

    assert {problem.path[-1] for problem in failed.value.problems} == {"partner_role"}


@pytest.mark.parametrize(
    ("wrong", "part", "words"),
    [
        (to_desk("nobody"), "partner_code", "none of the programme"),
        (to_desk(role="nurse"), "partner_code", "one of the two"),
        (to_desk(audience="team"), "audience", "receives the desk’s document"),
    ],
)
def test_a_route_leads_to_a_desk_that_there_is(wrong, part, words):
    form = general(routes=[wrong], open_to="members")

    with pytest.raises(CompileFailed) as failed:
        compile_against(form, {}, DESKS)

    assert [(one.path, words in one.message) for one in failed.value.problems][-1] == (
        ("routes", 0, part),
        True,
    )


def test_what_visitors_send_goes_to_desks_only():
    problem = problem_of(
        general(
            asked("short_text", "words", disclosures=shared("team")), routes=[route("team", role="nurse")]
        )
    )

    assert problem.path == ("routes", 0, "partner_code")
    assert "goes to desks only" in problem.message


def test_who_may_fill_in_and_read_are_values_of_the_lists():
    assert problem_of(general(open_to="everyone", readers=PROFESSIONALS)).path == ("open_to",)


def test_without_a_route_to_a_desk_nothing_is_decided_for_one():
    form = general(asked("short_text", "words", disclosures=shared("team")), routes=[])

    spec = compile_against(form, {}, ())

    assert [one.key for one in spec.audiences] == ["team"]


def test_a_form_that_is_not_open_has_the_hash_it_always_had():
    data = to_json(compile_against(a_form(), {}))

    assert not {"open_to", "readers", "other_way"} & data.keys()
    assert "partner_code" not in data["routes"][0]
    assert sha256_of(compile_against(a_form(), {})) == sha256_of(compile_against(a_form(other_way=""), {}))


def test_a_file_of_a_visitor_is_as_large_as_a_stranger_s_request_may_bring():
    def a_file(megabytes: int, **values: object) -> object:
        return general(
            asked("files", "letter", types=["pdf"], most_files=1, most_megabytes=megabytes), **values
        )

    largest = VISITORS_MOST_MEGABYTES * MEGABYTE

    assert largest + MEGABYTE / 2 < settings.MOST_BODY_BYTES_OF_STRANGERS
    compile_against(a_file(VISITORS_MOST_MEGABYTES), {}, DESKS)
    compile_against(a_file(VISITORS_MOST_MEGABYTES + 1, open_to="members"), {}, DESKS)
    problem = problem_of(a_file(VISITORS_MOST_MEGABYTES + 1))
    assert problem.path == ("steps", 0, "fields", 0, "most_megabytes")
    assert "up to 10 MB" in problem.message
