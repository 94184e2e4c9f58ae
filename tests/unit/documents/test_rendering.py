from __future__ import annotations

import io
import os
import subprocess
import sys
from dataclasses import replace

import pikepdf
import pytest
from pikepdf import pdfa

from forms.documents.content import Section
from forms.documents.pdf import render
from tests import pdf_probe
from tests.tools import missing_tool
from tests.unit.documents.samples import LONG, SAMPLES, content, rows


@pytest.fixture(params=SAMPLES, scope="module")
def sample(request):
    return render(SAMPLES[request.param])


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf.data))


def verdict(data):
    return pdfa.validate_written(io.BytesIO(data), "2b")


def a_long_answer(text=LONG):
    return content(sections=(Section("Needs", rows(("Support needs", text), ("Next question", "Yes"))),))


def test_every_document_is_valid_pdf_a_2b(sample):
    assert verdict(sample.data).verdict == "pass"


def test_every_document_is_free_of_syntax_errors(sample):
    with opened(sample) as pdf:
        assert pdf.check_pdf_syntax() == []


def test_the_validator_refuses_a_document_without_its_colour_profile():
    broken = io.BytesIO()
    with opened(render(content())) as pdf:
        del pdf.Root.OutputIntents
        pdf.save(broken)

    assert verdict(broken.getvalue()).verdict != "pass"


def test_everything_painted_is_in_the_structure_or_an_artifact(sample):
    assert pdf_probe.loose_content(sample.data) == []


def test_every_page_says_its_number_and_the_reference(sample):
    texts = pdf_probe.page_texts(sample.data)

    assert len(texts) == sample.pages
    for number, text in enumerate(texts, start=1):
        assert f"Page {number} of {sample.pages}" in text
        assert "EC-7K4M-92QX-3" in text


def test_language_title_and_dates_come_from_the_content():
    with opened(render(content())) as pdf, pdf.open_metadata() as metadata:
        assert str(pdf.Root.Lang) == "en-GB"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle is True
        assert pdf.Root.MarkInfo.Marked is True
        assert str(pdf.docinfo.Title) == metadata["dc:title"] == "Patient registration, EC-7K4M-92QX-3"
        assert str(pdf.docinfo.CreationDate) == "D:20260303093000+00'00'"
        assert metadata["xmp:CreateDate"] == "2026-03-03T09:30:00+00:00"


def test_every_font_is_embedded_as_a_subset():
    with opened(render(SAMPLES["extreme"])) as pdf:
        fonts = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary)
                 and thing.get("/Type") == "/Font"]  # fmt: skip

        assert {str(font.BaseFont).partition("+")[2] for font in fonts} == {
            "NotoSans-Regular",
            "NotoSans-Bold",
        }
        assert all("/FontFile2" in font.FontDescriptor for font in fonts)


def test_the_same_content_gives_the_same_bytes_in_another_process():
    program = (
        "from tests.unit.documents.samples import SAMPLES; from forms.documents.pdf import render;"
        "print(render(SAMPLES['extreme']).sha256)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": ".:site"}
    other = subprocess.run(
        [sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True
    )

    render(content(reference="EC-0000"))
    assert render(SAMPLES["extreme"]).sha256 == other.stdout.strip()


def test_different_content_gives_different_bytes():
    assert render(content(recipient="Somebody else")).sha256 != render(content()).sha256


def test_a_screen_reader_meets_title_facts_statement_and_sections_in_order():
    root = pdf_probe.reading_order(render(content()).data)

    assert root.tag == "Document"
    assert [node.text for node in root.find("H1")] == ["Patient registration"]
    headings = [node.text for node in root.find("H2")]
    assert headings[:3] == ["This is not a prescription", "Organisation", "Patient"]
    assert headings[-1] == "Reporting adverse events"
    facts = root.find("Table")[0].all_text()
    assert facts.startswith("Recipient Homecare One Limited")


def test_each_row_is_a_label_as_row_header_and_its_answer():
    sample = content()
    root = pdf_probe.reading_order(render(sample).data)

    read = [
        (table_row.find("TH")[0], table_row.find("TD")[0])
        for table in root.find("Table")[1:]
        for table_row in table.find("TR")
    ]
    expected = [(row.label, " ".join(row.lines)) for section in sample.sections for row in section.rows]
    assert [(header.text, cell.text) for header, cell in read] == expected
    assert {header.scope for header, _ in read} == {"Row"}


def test_an_answer_over_three_pages_is_one_cell_and_its_label_is_repeated():
    pdf = render(a_long_answer(LONG + " " + LONG))
    root = pdf_probe.reading_order(pdf.data)

    (cell, _) = (row.find("TD")[0] for row in root.find("Table")[1].find("TR"))
    assert [page for page, _ in cell.pieces] == [0, 1, 2]
    assert cell.text == LONG + " " + LONG
    texts = pdf_probe.page_texts(pdf.data)
    assert "(continued)" not in texts[0]
    assert all("Support needs (continued)" in text for text in texts[1:])
    # The repetition is an artifact: it is not read twice.
    assert "(continued)" not in root.all_text()


@pytest.mark.parametrize("filler", range(20, 32))
def test_a_label_stands_with_the_first_lines_of_its_answer(filler):
    before = rows(*((f"Question {n}", "Yes") for n in range(filler)))
    pdf = render(content(sections=(Section("Many", before + rows(("Long one", LONG))),)))

    page = next(text for text in pdf_probe.page_texts(pdf.data) if "Long one" in text)
    assert "Sentence 1 of" in page
    assert "Sentence 2 of" in page


def test_a_section_that_runs_on_repeats_its_title():
    pdf = render(content(sections=(Section("Many", rows(*((f"Question {n}", "Yes") for n in range(60)))),)))

    assert "Many (continued)" in pdf_probe.page_texts(pdf.data)[1]


def test_a_section_title_never_ends_a_page():
    for filler in range(20, 32):
        sections = (
            Section("First", rows(*((f"Question {n}", "Yes") for n in range(filler)))),
            Section("Second", rows(("Its first question", "Yes"))),
        )
        texts = pdf_probe.page_texts(render(content(sections=sections, notices=())).data)
        (page,) = (text for text in texts if "Second" in text)
        assert "Its first question" in page


def test_sections_are_bookmarks():
    with opened(render(content())) as pdf, pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == [section.title for section in content().sections]


def test_the_black_triangle_is_read_out_and_shown_only_when_set():
    with_triangle = pdf_probe.reading_order(render(content()).data).find("Figure")
    without = pdf_probe.reading_order(render(content(black_triangle=False)).data).find("Figure")

    assert [(figure.actual_text, len(figure.pieces)) for figure in with_triangle] == [("▼", 1)]
    assert "additional monitoring" in with_triangle[0].alt
    assert without == []


def test_a_marking_is_on_every_page_and_no_marking_on_none():
    marked = pdf_probe.page_texts(render(replace(SAMPLES["usual"], marking="TEST")).data)

    assert all("TEST" in text for text in marked)
    assert not any("TEST" in text for text in pdf_probe.page_texts(render(SAMPLES["usual"]).data))


def test_every_later_page_says_whose_it_is_where_that_may_be_known():
    sample = replace(a_long_answer(LONG + " " + LONG), running=("Quayle", "Sam", "31 March 1980"))

    first, *later = pdf_probe.page_texts(render(sample).data)

    assert later
    assert "Quayle, Sam, 31 March 1980" not in first
    assert all("Quayle, Sam, 31 March 1980" in page for page in later)


def test_a_name_too_long_for_the_head_is_cut_and_the_date_of_birth_is_not():
    sample = replace(
        a_long_answer(LONG + " " + LONG), running=("Quayle-" * 20 + "Smith", "Sam", "31 March 1980")
    )

    _, *later = pdf_probe.page_texts(render(sample).data)

    assert all("…, 31 March 1980" in page for page in later)


def test_the_summary_stands_among_the_facts_of_the_first_page():
    first_dose = rows(("Planned date of the first dose", "4 January 2027"))

    root = pdf_probe.reading_order(render(content(summary=first_dose)).data)

    facts = root.find("Table")[0].find("TR")
    assert (facts[-1].find("TH")[0].text, facts[-1].find("TD")[0].text) == (
        "Planned date of the first dose",
        "4 January 2027",
    )


def test_an_unanswered_row_says_so():
    sections = (Section("Patient", rows(("Allergies", ""))),)
    root = pdf_probe.reading_order(render(content(sections=sections)).data)

    assert root.find("TD")[-1].text == "Not answered"


def test_poppler_reads_the_structure(tmp_path):
    if pdf_probe.poppler_text(render(content()).data) is None:
        missing_tool("pdftotext", "poppler-utils")
    path = tmp_path / "document.pdf"
    path.write_bytes(render(content()).data)

    read = subprocess.run(
        ["pdfinfo", "-struct-text", str(path)], capture_output=True, text=True, check=True
    ).stdout

    assert read.count("H1 (block)") == 1
    assert "/Scope /Row" in read
    assert read.index("Family name") < read.index("Testpatient-Llŷr") < read.index("Date of birth")
