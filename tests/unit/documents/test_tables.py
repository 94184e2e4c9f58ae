"""An answer of several rows stands in the document as a table, for the eye and for a screen reader."""

from __future__ import annotations

import io
import json

from pikepdf import pdfa

from forms.documents.content import Row, Section, Table, content_from_json, content_to_json
from forms.documents.pdf import render
from tests.pdf_reading import loose_content, page_texts, reading_order
from tests.unit.documents.samples import content

COLUMNS = ("Medicine", "Dose", "Since")


def medicines(number):
    rows = tuple((f"Medicine {one}", f"{one} mg", "1 March 2026") for one in range(number))
    lines = tuple("; ".join(row) for row in rows)
    return content(
        sections=(
            Section(
                "Needs",
                (
                    Row("Weight", ("72.5 kg",)),
                    Row("Medicines", lines, Table(COLUMNS, rows)),
                    Row("Best time to call", ("14:15",)),
                ),
            ),
        )
    )


def test_a_table_has_a_caption_heads_of_columns_and_a_cell_for_every_text():
    (table,) = [one for one in reading_order(render(medicines(2)).data).find("Table") if one.find("Caption")]

    assert table.find("Caption")[0].all_text() == "Medicines"
    heads = [one for one in table.find("TH") if one.scope == "Column"]
    assert [one.all_text() for one in heads] == list(COLUMNS)
    assert [one.all_text() for one in table.find("TD")] == [
        "Medicine 0", "0 mg", "1 March 2026", "Medicine 1", "1 mg", "1 March 2026",
    ]  # fmt: skip


def test_answers_before_and_after_a_table_stand_in_their_order():
    text = reading_order(render(medicines(1)).data).all_text()

    assert text.index("72.5 kg") < text.index("Medicine 0") < text.index("14:15")


def test_a_table_longer_than_a_page_repeats_its_head_on_the_next_and_is_read_once():
    data = render(medicines(60)).data

    later = page_texts(data)[1]
    assert all(head in later for head in COLUMNS)
    assert len([one for one in reading_order(data).find("TH") if one.scope == "Column"]) == len(COLUMNS)
    assert loose_content(data) == []
    assert pdfa.validate_written(io.BytesIO(data), "2b").verdict == "pass"


def test_a_table_is_kept_with_the_content_and_content_from_before_reads_as_it_was():
    kept = json.loads(json.dumps(content_to_json(medicines(2))))

    assert content_from_json(kept) == medicines(2)
    assert "table" not in kept["sections"][0]["rows"][0]
