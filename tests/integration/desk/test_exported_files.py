from __future__ import annotations

import json
from io import BytesIO

import pytest
from openpyxl import load_workbook

from forms.definitions.spec import StepSpec
from forms.desk.services.handling import add_tag
from tests.integration.desk.conftest import the_spec
from tests.integration.desk.exporting import body, exported, table
from tests.integration.submissions.conftest import a_field, a_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def newer(enquiries, member, now):
    """A version in which a question has another name, another is gone and one is new."""
    steps = (
        StepSpec("who", "Who you are", fields=(
            a_field("name", "short_text", label="Full name"),
            a_field("size", "checkboxes", label="Size", required=False),
        )),
    )  # fmt: skip
    return a_version(enquiries.form, the_spec("enquiry", steps=steps), by=member, now=now)


def test_rows_of_all_versions_stand_under_the_newest_names(at_desk, reader, submit, enquiries, newer):
    submit(enquiries, answers={"name": "Ada", "topic": "dose", "when": "2027-01-04"})
    submit(newer, answers={"name": "Bea"})

    first, second = table(body(exported(at_desk(reader), enquiries)))

    assert (first["Full name"], first["Topic"], first["Since when"]) == ("Ada", "Dosing", "2027-01-04")
    assert (second["Full name"], second["Topic"], second["Since when"]) == ("Bea", "", "")
    assert "Name" not in first


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-1", "@SUM(A1)", "\tx", "\r=x", " =1+1", "\uff1d1+1"])
def test_no_cell_of_a_csv_file_is_a_formula(at_desk, reader, submit, enquiries, text):
    submit(enquiries, answers={"name": text, "topic": "dose"})

    (row,) = table(body(exported(at_desk(reader), enquiries)))

    assert row["Name"] == f"'{text}"


def test_no_heading_and_no_tag_of_a_csv_file_is_a_formula(at_desk, reader, submit, enquiries, member, now):
    steps = (StepSpec("who", "Who", fields=(a_field("name", "short_text", label='=HYPERLINK("x")'),)),)
    version = a_version(enquiries.form, the_spec("enquiry", steps=steps), by=member, now=now)
    one = submit(version, answers={"name": "Ada"})
    add_tag(submission=one, name="@SUM(A1)", by=reader, now=now)

    (row,) = table(body(exported(at_desk(reader), version)))

    assert row['\'=HYPERLINK("x")'] == "Ada"
    assert row["Tags"] == "'@SUM(A1)"


def test_an_excel_file_opens_and_holds_text_alone(at_desk, reader, submit, enquiries):
    submit(enquiries, answers={"name": "=1+1 <&> \x1f\x00 ü", "topic": "dose"})
    submit(enquiries, answers={"name": "x" * 40_000, "topic": "dose"})

    book = load_workbook(BytesIO(body(exported(at_desk(reader), enquiries, "xlsx"))))

    head, first, second = book.active.iter_rows()
    cells = dict(zip([cell.value for cell in head], first, strict=True))
    assert cells["Name"].value == "=1+1 <&>    ü"
    assert {cell.data_type for cell in first if cell.value} == {"s"}
    assert max(len(cell.value or "") for cell in second) == 32_767


def test_a_json_file_holds_answers_as_they_are_stored(at_desk, reader, submit, enquiries):
    one = submit(enquiries, answers={"name": "=1", "topic": "dose"})

    (entry,) = json.loads(body(exported(at_desk(reader), enquiries, "json")))

    assert entry["reference"] == one.reference
    assert entry["answers"] == {"name": "=1", "topic": "dose"}


@pytest.mark.parametrize("file_format", ["csv", "xlsx", "json"])
def test_nothing_found_is_a_whole_file(at_desk, reader, enquiries, file_format):
    data = body(exported(at_desk(reader), enquiries, file_format))

    if file_format == "json":
        assert json.loads(data) == []
    elif file_format == "xlsx":
        assert load_workbook(BytesIO(data)).active.max_row == 1
    else:
        assert data.decode("utf-8-sig").startswith("Reference,")
