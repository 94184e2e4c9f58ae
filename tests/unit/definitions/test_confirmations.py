from __future__ import annotations

import pytest

from forms.definitions.fields import field_type
from tests.unit.definitions.samples import SAMPLES, a_field, error_of, post

GIVEN = SAMPLES["permission"][1]


@pytest.mark.parametrize(
    ("change", "anchor", "says"),
    [
        ({"q_given": ""}, "id_q_given", "Tick the box"),
        ({"q_given": "on"}, "id_q_given", "Tick the box"),
        ({"q_how": ""}, "id_q_how", "Choose how"),
        ({"q_how": "telepathy"}, "id_q_how", "Choose how"),
        ({"q_day": "", "q_month": "", "q_year": ""}, "id_q_day", "Enter the date"),
        ({"q_year": "27"}, "id_q_year", "four digits"),
        ({"q_day": "5"}, "id_q_day", "must be today or in the past"),
    ],
)
def test_permission_needs_the_tick_the_way_and_a_day_not_in_the_future(change, anchor, says):
    found, message = error_of(a_field("permission"), {**GIVEN, **change})

    assert found == anchor
    assert says in message


def test_permission_given_today_counts():
    assert post(a_field("permission"), {**GIVEN, "q_day": "4"}).is_valid()


def test_permission_half_given_is_an_error_even_where_it_is_optional():
    assert not post(a_field("permission", required=False), {"q_how": "phone"}).is_valid()


def test_permission_prints_what_was_agreed_how_and_when():
    statement, given = field_type("permission").lines(a_field("permission"), SAMPLES["permission"][2])

    assert "the nurse service may receive" in statement
    assert given == "By telephone, 3 January 2027"


def test_the_editors_own_statement_is_shown_and_printed():
    field = a_field("permission", settings={"statement": "The patient <agrees>."})

    assert "The patient &lt;agrees&gt;." in str(post(field, {}).questions[0])
    assert field_type("permission").lines(field, SAMPLES["permission"][2])[0] == "The patient <agrees>."


def test_a_declaration_counts_only_when_its_own_box_was_ticked():
    field = a_field("declaration")

    assert post(field, {"q": "yes"}).stored_answers() == {"q": True}
    for value in ("on", "true", "no", "0"):
        assert not post(field, {"q": value}).is_valid()
    assert field_type("declaration").lines(field, True) == ("Confirmed: I have checked this.",)


def test_a_declaration_without_a_statement_cannot_be_published():
    assert list(field_type("declaration").setting_problems(a_field("declaration", settings={})))


def test_a_signature_needs_name_and_job_title():
    assert error_of(a_field("signature"), {"q_name": "Robin"})[0] == "id_q_job_title"
    assert error_of(a_field("signature"), {"q_job_title": "Nurse"})[0] == "id_q_name"


def test_information_collects_nothing():
    form = post(a_field("information", help="Read <this>."), {"q": "typed"})

    assert form.stored_answers() == {}
    assert "Read &lt;this&gt;." in str(form.questions[0])
