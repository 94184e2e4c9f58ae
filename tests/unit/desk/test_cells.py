from __future__ import annotations

import csv
from io import BytesIO, StringIO
from uuid import UUID
from zipfile import ZipFile

import orjson
import pytest
from hypothesis import given, strategies as st
from openpyxl import load_workbook

from forms.definitions.fields import all_field_types
from forms.definitions.spec import FieldSpec, Option
from forms.desk.exporting import xlsx
from forms.desk.exporting.cells import neutral, neutral_line, printer_of
from forms.desk.exporting.plan import METADATA, Plan, places_of
from forms.desk.exporting.records import Batch, Record
from forms.desk.exporting.writing import written
from forms.desk.exporting.xlsx import as_xlsx
from vault.fields import SealedJSON

# Full width too.
FORMULA = set("=+-@\uff1d\uff0b\uff0d\uff20")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(st.text(max_size=40))
def test_no_neutral_text_begins_a_formula(text):
    assert neutral(text).lstrip()[:1] not in FORMULA
    assert neutral(text)[:1] not in {"\t", "\r", "\n"}
    assert neutral(text).removeprefix("'") == text.removeprefix("'")


@given(st.lists(st.text(max_size=20), min_size=1, max_size=5))
def test_a_line_is_as_neutral_as_its_cells(cells):
    assert neutral_line(cells) == [neutral(cell) for cell in cells]


@pytest.mark.parametrize("kind", all_field_types(), ids=lambda kind: kind.name)
@given(stored=ANYTHING)
def test_whatever_is_stored_makes_a_text(kind, stored):
    field = FieldSpec("key", kind.name, "Label", options=(Option("a", "A"), Option("b", "B")))

    (cell,) = places_of({"key": printer_of(field)}, ["key"]).cells({"key": stored})

    assert isinstance(cell, str)


@given(stored=ANYTHING)
def test_only_the_value_of_an_option_stands_for_its_label(stored):
    field = FieldSpec("key", "radios", "Label", options=(Option("a", "A"), Option("b", "B")))

    (cell,) = places_of({"key": printer_of(field)}, ["key"]).cells({"key": stored})

    assert cell == ({"a": "A", "b": "B"}.get(stored, "") if isinstance(stored, str) else "")


@given(st.dictionaries(st.text(max_size=8), ANYTHING, max_size=4))
def test_an_export_reads_answers_as_they_were_stored(answers):
    assert orjson.loads(SealedJSON("column").encode(answers)) == answers


def test_a_batch_opens_each_row_when_its_turn_comes():
    opened = []
    batch = Batch([(1,), (2,), (3,)], lambda row: opened.append(row) or Record((), UUID(int=row[0]), None))

    assert len(batch) == 3
    assert next(iter(batch)).version_id == UUID(int=1)
    assert opened == [(1,)]


@given(st.lists(st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=6))
def test_an_excel_file_gives_back_the_text_that_xml_can_hold(lines):
    data = b"".join(as_xlsx(["One", "Two", "Three"], [lines]))

    rows = list(load_workbook(BytesIO(data), read_only=True).active.iter_rows(values_only=True))
    assert len(rows) == len(lines) + 1
    for line, row in zip(lines, rows[1:], strict=True):
        for cell, found in zip(line, row, strict=True):
            if cell.isprintable():
                assert (found or "") == cell


def test_more_lines_than_a_sheet_takes_go_on_in_another(monkeypatch):
    monkeypatch.setattr(xlsx, "LINES", 4)
    batches = [[[f"{number}-{line}"] for line in range(2)] for number in range(5)]

    data = b"".join(as_xlsx(["Head"], batches))

    book = load_workbook(BytesIO(data))
    values = [row[0].value for sheet in book for row in sheet.iter_rows(min_row=2)]
    assert len(book.sheetnames) > 1
    assert values == [cell for batch in batches for (cell,) in batch]
    assert ZipFile(BytesIO(data)).testzip() is None


def test_a_neutral_cell_survives_csv():
    file = StringIO()
    csv.writer(file).writerow(neutral_line(["=1", 'a"b', "x\ny"]))

    assert next(csv.reader(StringIO(file.getvalue()))) == ["'=1", 'a"b', "x\ny"]


@given(st.lists(st.lists(st.text(max_size=12), min_size=9, max_size=9), max_size=4))
def test_a_csv_file_is_what_the_writer_of_the_library_writes(lines):
    batch = [Record(tuple(line), UUID(int=0), None) for line in lines]
    data = b"".join(written("csv", Plan((), {}), [batch]))

    file = StringIO(newline="")
    csv.writer(file).writerows([METADATA, *map(neutral_line, lines)])
    assert data == ("\ufeff" + file.getvalue()).encode(errors="replace")
