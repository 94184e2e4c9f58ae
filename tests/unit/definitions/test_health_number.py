from __future__ import annotations

import pytest

from forms.definitions.fields import field_type
from tests.unit.definitions.samples import CONTEXT, REAL_PATIENTS, a_field, error_of, post


@pytest.mark.parametrize(
    ("data", "anchor", "says"),
    [
        ({"q_number": "9990000018"}, "id_q_kind", "Choose the kind"),
        ({"q_kind": "passport", "q_number": "9990000018"}, "id_q_kind", "Choose the kind"),
        ({"q_kind": "nhs"}, "id_q_number", "Enter the NHS number"),
        ({"q_kind": "nhs", "q_number": "9990000019"}, "id_q_number", "a digit is wrong"),
        ({"q_kind": "nhs", "q_number": "4000000004"}, "id_q_number", "made-up patients"),
    ],
)
def test_errors_point_at_the_part_to_put_right(data, anchor, says):
    found, message = error_of(a_field("health_number"), data)

    assert found == anchor
    assert says in message


def test_the_test_range_is_refused_where_patients_are_real():
    data = {"q_kind": "nhs", "q_number": "9990000018"}

    assert post(a_field("health_number"), data, CONTEXT).is_valid()
    assert "for testing" in error_of(a_field("health_number"), data, REAL_PATIENTS)[1]


def test_made_up_patients_are_offered_the_nhs_number_only_and_told_why():
    demonstration, real = str(ask(CONTEXT)), str(ask(REAL_PATIENTS))

    assert 'value="nhs"' in demonstration
    assert 'value="chi"' not in demonstration
    assert "no such range" in demonstration
    assert 'value="chi"' in real
    assert 'value="hc"' in real
    assert error_of(a_field("health_number"), {"q_kind": "chi", "q_number": "0101701234"})[0] == "id_q_kind"


def ask(context):
    return post(a_field("health_number"), {}, context).questions[0]


def test_a_kind_that_is_not_offered_is_refused():
    field = a_field("health_number", settings={"kinds": ["nhs"]})
    form = post(field, {"q_kind": "chi", "q_number": "0101701234"}, REAL_PATIENTS)

    assert not form.is_valid()
    assert "CHI number" not in str(form.questions[0])


def test_a_chosen_kind_without_a_number_is_no_answer_where_none_is_needed():
    form = post(a_field("health_number", required=False), {"q_kind": "nhs"})

    assert form.stored_answers() == {}


def test_the_number_is_printed_with_its_kind_and_conditions_see_the_kind_only():
    stored = {"kind": "nhs", "value": "9990000018"}

    assert field_type("health_number").lines(a_field("health_number"), stored) == ("NHS number 999 000 0018",)
    assert field_type("health_number").facts(stored) == ("nhs",)
