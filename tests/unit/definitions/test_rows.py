from __future__ import annotations

import pytest
from django.http import QueryDict

from forms.definitions.fields import field_type
from forms.definitions.fields.row_counts import rows_wanted
from forms.definitions.form_building import build_form
from tests.unit.definitions.samples import COLUMNS, CONTEXT, SAMPLES, a_field, a_form, error_of, post

ROWS = a_field("rows")
ONE_ROW = {"q_rows": "1", "q_0_name": "Baclofen", "q_0_dose": "10"}


def blank(field=ROWS, answers=None):
    spec = a_form(field)
    return build_form(spec.steps[0], spec=spec, context=CONTEXT, answers=answers or {})


def test_a_blank_page_shows_the_rows_that_the_editor_wants_at_first():
    assert str(blank().questions[0]).count("data-row>") == 2
    wanted = a_field("rows", settings={**ROWS.settings, "first_rows": 3})
    assert str(blank(wanted).questions[0]).count("data-row>") == 3


def test_empty_rows_are_left_out_wherever_they_stand():
    data = {"q_rows": "3", "q_1_name": " ", "q_2_name": "Vitamin D", "q_2_dose": "0.5"}

    assert post(ROWS, data).stored_answers() == {"q": [{"name": "Vitamin D", "dose": "0.5"}]}


def test_each_wrong_cell_is_named_with_its_row_and_links_to_its_input():
    form = post(ROWS, {"q_rows": "2", "q_0_name": "Baclofen", "q_1_dose": "many", "q_1_since_day": "40"})

    links = form.error_links
    html = str(form.questions[0])
    assert [anchor for anchor, _ in links] == [
        "id_q_0_dose",
        "id_q_1_name",
        "id_q_1_dose",
        "id_q_1_since_month",
    ]
    assert all(f'id="{anchor}"' in html for anchor, _ in links)
    assert links[0][1].startswith("Medicine 1: ")
    assert 'value="many"' in html
    assert html.count('aria-invalid="true"') == 4


def test_the_number_of_rows_is_the_fact_and_the_table_is_real():
    type_, stored = field_type("rows"), SAMPLES["rows"][2]
    table = type_.table(ROWS, stored)

    assert type_.facts(stored) == ("2",)
    assert table.columns == ("Name", "Dose", "Since", "Form", "Every day")
    assert table.rows[0] == ("Baclofen", "10 mg", "1 February 2026", "Tablet", "Yes")
    assert table.rows[1] == ("Vitamin D", "0.5 mg", "", "", "")
    assert type_.lines(ROWS, stored)[1] == "2. Name: Vitamin D; Dose: 0.5 mg"


def test_fewer_rows_than_the_editor_wants_are_refused():
    field = a_field("rows", settings={**ROWS.settings, "min_rows": 2})

    assert "at least 2 rows" in error_of(field, ONE_ROW)[1]
    assert post(a_field("rows", required=False, settings=field.settings), {}).is_valid()


def test_no_more_rows_are_read_than_the_editor_allows():
    data = {"q_rows": "9999", **{f"q_{n}_{c}": "1" for n in range(9) for c in ("name", "dose")}}

    assert len(post(ROWS, data).stored_answers()["q"]) == 3


def test_the_button_asks_for_one_more_row_until_there_are_enough():
    pressed = QueryDict("q_rows=2&q_add=1")

    assert rows_wanted([ROWS], pressed) == {"q_rows": "3"}
    assert rows_wanted([ROWS], QueryDict("q_rows=2")) == {}
    assert "data-rows-add" not in str(post(ROWS, {**ONE_ROW, "q_rows": "3"}).questions[0])


def test_a_column_of_prose_brings_the_adverse_event_question():
    prose = [{**COLUMNS[0], "free_text": True}]

    assert field_type("rows").is_free_text(a_field("rows", settings={"columns": prose}))
    assert not field_type("rows").is_free_text(ROWS)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ([], "Add one to 8 columns."),
        ([{"label": "Name"}], "Column 1 needs a heading, a key and a type."),
        ([{"label": "Name", "key": "a", "type": "signature"}], "Column 1 needs a heading, a key and a type."),
        ([{"label": "Form", "key": "a", "type": "select"}], "Column “Form”: add at least two options."),
        (
            [{"label": "Dose", "key": "a", "type": "number", "decimals": 9}],
            "Column “Dose”: set the decimal places",
        ),
        ([COLUMNS[0], COLUMNS[0]], "Two columns have the same key."),
        (
            [
                {"label": "When", "key": "a", "type": "date"},
                {"label": "Day", "key": "a_day", "type": "number"},
            ],
            "Column “Day”: its key is too like",
        ),
    ],
)
def test_columns_that_cannot_be_asked_are_named(columns, message):
    problems = list(field_type("rows").setting_problems(a_field("rows", settings={"columns": columns})))

    assert any(problem.startswith(message) for problem in problems), problems
