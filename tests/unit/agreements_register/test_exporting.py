"""A text in a spreadsheet is a text, whatever it begins with."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO

from hypothesis import given, strategies as st
from openpyxl import load_workbook

from agreements.register.exporting import HEADINGS, as_csv, as_xlsx, safe

TEXTS = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=40)


@given(TEXTS)
def test_no_text_begins_like_a_formula(text):
    assert not safe(text).lstrip().startswith(("=", "+", "-", "@"))
    assert not safe(text).startswith(("\t", "\r", "\n"))


@given(TEXTS)
def test_a_line_survives_the_way_through_csv(text):
    lines = list(csv.reader(StringIO("".join(as_csv([(text, 3, None)])).removeprefix("\ufeff"), newline="")))

    assert lines == [list(HEADINGS), [safe(text), "3", ""]]


@given(TEXTS)
def test_excel_takes_any_text_for_a_text(text):
    sheet = load_workbook(BytesIO(as_xlsx([(text, 3)]))).active

    cell = sheet.cell(row=2, column=1)
    assert cell.data_type in {"s", "n", "inlineStr"}
    assert cell.data_type != "f"
