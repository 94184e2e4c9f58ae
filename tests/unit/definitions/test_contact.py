from __future__ import annotations

import pytest

from forms.definitions.fields import field_type
from tests.unit.definitions.samples import CONTEXT, REAL_PATIENTS, a_field, error_of, post


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("02079460018", "020 7946 0018"),
        ("+44 (0)20 7946 0018", "020 7946 0018"),
        ("0131 496 0123", "0131 496 0123"),
        ("07912 345678", "07912 345678"),
    ],
)
def test_uk_numbers_are_stored_as_they_are_printed(typed, stored):
    assert post(a_field("phone"), {"q": typed}, REAL_PATIENTS).stored_answers() == {"q": stored}


@pytest.mark.parametrize("typed", ["07700 900123", "+447700900999", "01632 960001"])
def test_numbers_kept_for_drama_are_taken_in_demonstrations_only(typed):
    assert post(a_field("phone"), {"q": typed}, CONTEXT).is_valid()
    assert "Enter a UK telephone number" in error_of(a_field("phone"), {"q": typed}, REAL_PATIENTS)[1]


@pytest.mark.parametrize("typed", ["12345", "+33 1 42 68 53 00", "phone me", "999", "07700 90012", "+44"])
def test_anything_but_a_uk_number_is_refused(typed):
    for context in (CONTEXT, REAL_PATIENTS):
        assert "like 020 7946 0018" in error_of(a_field("phone"), {"q": typed}, context)[1]


@pytest.mark.parametrize(
    "typed", ["robin", "robin@", "@harbour.invalid", "a b@harbour.invalid", "a@b@c.example"]
)
def test_an_address_that_mail_cannot_use_is_refused(typed):
    assert "in the right format" in error_of(a_field("email"), {"q": typed})[1]


@pytest.mark.parametrize("typed", ["robin@harbour.invalid\r\nBcc: x@y.example", "a@b.example,c@d.example"])
def test_an_e_mail_answer_holds_one_address_and_no_header(typed):
    assert not post(a_field("email"), {"q": typed}).is_valid()


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("nw12pg", "NW1 2PG"),
        (" ec1a 1bb ", "EC1A 1BB"),
        ("L S 1 4 A P", "LS1 4AP"),
        ("zz993vz", "ZZ99 3VZ"),
        ("bfpo 57", "BFPO 57"),
        ("BFPO1234", "BFPO 1234"),
        ("bf11aa", "BF1 1AA"),
        ("GIR0AA", "GIR 0AA"),
        ("je2 3ab", "JE2 3AB"),
    ],
)
def test_postcodes_are_taken_in_any_case_and_spacing(typed, stored):
    assert post(a_field("postcode"), {"q": typed}, REAL_PATIENTS).stored_answers() == {"q": stored}


@pytest.mark.parametrize(
    "typed",
    ["LS1", "LS1 4A", "QQ1 1AA", "12345", "LS1 4AP LS1 4AP", "BFPO", "\uff2c\uff33\uff11\uff14\uff21\uff30"],
)
def test_what_is_no_full_postcode_is_refused(typed):
    assert "full UK postcode" in error_of(a_field("postcode"), {"q": typed}, REAL_PATIENTS)[1]


def test_the_area_zz_is_for_made_up_places_only():
    assert post(a_field("postcode"), {"q": "zz1 1zz"}, CONTEXT).stored_answers() == {"q": "ZZ1 1ZZ"}
    assert not post(a_field("postcode"), {"q": "zz1 1zz"}, REAL_PATIENTS).is_valid()


def test_an_address_names_each_part_that_is_wrong():
    form = post(a_field("address"), {"q_line_2": "Flat 1", "q_postcode": "nowhere"})

    assert [anchor for anchor, _ in form.error_links] == ["id_q_line_1", "id_q_town", "id_q_postcode"]
    assert 'value="Flat 1"' in str(form.questions[0])


def test_an_address_is_printed_line_by_line():
    stored = {"lines": ["Flat 1", "2 Quay Street"], "town": "Leeds", "postcode": "LS1 4AP"}

    assert field_type("address").lines(a_field("address"), stored) == (
        "Flat 1",
        "2 Quay Street",
        "Leeds",
        "LS1 4AP",
    )
