from __future__ import annotations

import hashlib
import io
import json
from collections import Counter
from dataclasses import replace

import pikepdf
import pytest
from hypothesis import given, settings, strategies as st
from pikepdf import pdfa

from forms.documents.content import Clause, Mark, Row, Section, content_from_json, content_to_json
from forms.documents.pdf import render
from forms.documents.pdf.clauses import INDENT, ClauseList
from forms.documents.pdf.flowables import Heading
from forms.documents.pdf.tagging import Element
from tests import pdf_probe
from tests.pdf_reading import page_texts, shown_on
from tests.unit.documents.agreement_samples import SECTIONS, TERMS, agreement, mark
from tests.unit.documents.samples import SAMPLES, content, rows

# What the objects of each registration said before agreements could be drawn.
BEFORE = {
    "usual": "794ee762e045fe2479931b5cc1cb4ebbed038489fd6f5d6eb4a3bc8d599cc9f2",
    "short": "9d19583f07cf325f46820ed773f268106ec577135bc905311df02aa0b2562c0e",
    "empty": "17c5341094c2a6c4e4f10af760bdb994a4b67e5df1c25726c38332060a8e91d8",
    "extreme": "4d8c749093f5b16692163d2a365fd183fbbdc9b9839444ad12899d7c8431d06b",
}


@pytest.fixture(scope="module")
def drawn():
    return render(agreement())


def clauses(*texts: str, level: int = 0) -> tuple[Clause, ...]:
    return tuple(Clause(f"1.{n}", text, level) for n, text in enumerate(texts, start=1))


def only(*sections: Section):
    return render(agreement(sections=sections))


@pytest.mark.parametrize("name", SAMPLES)
def test_documents_without_clauses_are_drawn_as_ever(name):
    digest = hashlib.sha256()
    with pikepdf.open(io.BytesIO(render(SAMPLES[name]).data)) as pdf:
        for thing in pdf.objects:
            # Unpacked: what another version of zlib would pack differently says the same.
            digest.update(thing.read_bytes() if isinstance(thing, pikepdf.Stream) else thing.unparse())

    assert digest.hexdigest() == BEFORE[name]


def test_an_agreement_is_valid_pdf_a_2b_with_nothing_loose(drawn):
    assert pdfa.validate_written(io.BytesIO(drawn.data), "2b").verdict == "pass"
    assert pdf_probe.loose_content(drawn.data) == []


def test_the_same_agreement_gives_the_same_bytes(drawn):
    assert render(agreement()).sha256 == drawn.sha256


def test_a_screen_reader_meets_every_clause_once_in_order(drawn):
    read = pdf_probe.squeezed(pdf_probe.reading_order(drawn.data).all_text())

    position = 0
    for clause in (c for section in SECTIONS for c in section.clauses):
        found = read.find(pdf_probe.squeezed(clause.number + clause.text), position)
        assert found >= 0, clause
        position = found + 1
    assert read.count(pdf_probe.squeezed("“Working day” means")) == 1


def test_numbered_clauses_are_nested_lists_with_their_numbers_as_labels():
    root = pdf_probe.reading_order(only(Section("Terms", clauses=TERMS)).data)

    (section,) = root.find("Sect")
    assert [node.text for node in section.find("H3")] == ["1 Definitions", "2 The service"]
    (item,) = (one for one in section.find("LI") if one.find("Lbl")[0].text == "2.1")
    assert [label.text for label in item.find("Lbl")] == ["2.1", "(a)", "(b)", "(c)", "(i)", "(ii)", "(d)"]
    (inner,) = (one for one in item.find("LI") if one.find("Lbl")[0].text == "(c)")
    assert [label.text for label in inner.find("Lbl")] == ["(c)", "(i)", "(ii)"]
    # A paragraph that is indented under an item belongs to that item.
    assert "A delivery that the patient asked to move" in item.all_text()
    assert "The following clauses apply" not in " ".join(one.all_text() for one in section.find("L"))


def test_the_least_deep_numbers_of_a_section_stand_at_the_margin():
    deeper = (
        Clause("", "This agreement is made on the date of the last signature.", 0),
        Clause("1.1", "The Provider shall:", 1),
        Clause("(a)", "deliver;", 2),
        Clause("", "and more.", 1),
    )
    section = Element("Sect")
    heading = Heading(("1. Service",), section.add("H2"), key="service")

    opening, first, inner, more = ClauseList(section, heading, lambda text: (text,)).blocks(deeper)

    assert opening.left == first.left == 0
    assert first.text_left == inner.left == more.left == INDENT
    assert more.text_element.tag == "P"
    root = pdf_probe.reading_order(only(Section("1. Service", clauses=deeper)).data)
    assert "and more." in root.find("LI")[0].all_text()


@pytest.mark.parametrize("filler", range(30, 60))
def test_no_line_of_a_clause_stands_alone_on_a_page(filler):
    long = " ".join(f"Sentence {n} of a long clause about the duties of both parties." for n in range(12))
    pdf = only(Section("Terms", clauses=clauses(*["A short clause."] * filler, long, long)))

    with pdf_probe.opened(pdf.data) as opened:
        lines = Counter(
            (number, shown.mcid)
            for number, page in enumerate(opened.pages)
            for shown in shown_on(page)
            if shown.text
        )
    pieces = [
        [lines[piece] for piece in node.pieces]
        for node in pdf_probe.reading_order(pdf.data).find("P")
        if "Sentence" in node.text
    ]
    assert [sum(counts) for counts in pieces] == [sum(pieces[0])] * 2
    assert all(count >= 2 for counts in pieces for count in counts)


@pytest.mark.parametrize("filler", range(20, 50))
def test_a_heading_and_a_lead_in_stand_with_what_they_lead_to(filler):
    short = clauses(*["A short clause."] * filler)
    ending = (Clause("2", "The service"), Clause("2.1", "The Provider shall:"), Clause("(a)", "deliver;", 1))
    texts = pdf_probe.page_texts(only(Section("Terms", clauses=(*short, *ending))).data)

    (page,) = (pdf_probe.squeezed(text) for text in texts if "The service" in text)
    assert "2.1theprovidershall:(a)deliver;" in page


@pytest.mark.parametrize("filler", range(20, 50))
def test_a_title_stands_with_its_first_clause(filler):
    first = Section("First", clauses=clauses(*["A short clause."] * filler))
    texts = pdf_probe.page_texts(only(first, Section("Second", clauses=clauses("Its only clause."))).data)

    (page,) = (text for text in texts if "Second" in text)
    assert "Its only clause" in page


def test_a_part_that_runs_on_repeats_its_title_outside_the_text():
    pdf = only(Section("Terms", clauses=clauses(*["A short clause."] * 60)))

    assert "Terms (continued)" in pdf_probe.page_texts(pdf.data)[1]
    assert "(continued)" not in pdf_probe.reading_order(pdf.data).all_text()


@pytest.mark.parametrize("filler", range(24, 48))
def test_a_signature_is_whole_on_one_page(filler):
    texts = pdf_probe.page_texts(
        only(Section("Terms", clauses=clauses(*["A clause."] * filler)), Section("Signatures", marks=(mark(),))).data
    )  # fmt: skip

    (page,) = (text for text in texts if "Chief Pharmacist" in text)
    assert "Signatures" in page
    assert "I am authorised to sign" in page
    assert page.count("Alex Signatory") == 2


def test_a_drawn_signature_is_a_figure_that_says_whose_it_is():
    root = pdf_probe.reading_order(only(Section("Signatures", marks=(mark(),))).data)

    assert [(one.alt, len(one.pieces)) for one in root.find("Figure")] == [
        ("Drawn signature of Alex Signatory", 1)
    ]
    typed = pdf_probe.reading_order(only(Section("Signatures", marks=(mark(drawn=False),))).data)
    assert typed.find("Figure") == []
    assert "Alex Signatory" in [node.text for node in typed.find("P")]


def test_strokes_outside_their_box_are_kept_within_it():
    wild = Mark("For the Trust", "Alex Signatory", (((-5000, -5000), (9000, 9000)),))
    with pikepdf.open(io.BytesIO(only(Section("Signatures", marks=(wild,))).data)) as pdf:
        lines = [
            (float(x), float(y))
            for (x, y), operator in pikepdf.parse_content_stream(pdf.pages[0], "m l")
            if str(operator) in ("m", "l")
        ]

    assert lines
    assert all(0 <= x <= 180 for x, _ in lines)


def test_facts_and_edition_take_the_place_of_recipient_and_form(drawn):
    facts = pdf_probe.reading_order(drawn.data).find("Table")[0]

    assert [node.text for node in facts.find("TH")] == ["Between", "And", "In force from", "Until"]
    for text in pdf_probe.page_texts(drawn.data):
        assert "Text version 3" in text
        assert "Copy for" not in text
        assert "version 2" not in text


def test_an_agreement_is_read_back_as_it_was_stored():
    stored = json.loads(json.dumps(content_to_json(agreement())))

    assert content_from_json(stored) == agreement()


def test_content_stored_before_there_were_agreements_is_still_read():
    stored = json.loads(json.dumps(content_to_json(content())))
    for key in ("facts", "edition"):
        del stored[key]
    for section in stored["sections"]:
        del section["clauses"], section["marks"]

    assert content_from_json(stored) == content()


ANY_CLAUSES = st.lists(
    st.builds(
        Clause,
        st.sampled_from(["", "1", "2.1", "12.11.10.9", "(a)", "(iii)", "Schedule 4"]),
        st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=400),
        st.integers(0, 3),
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None)
@given(ANY_CLAUSES, st.booleans(), st.booleans())
def test_whatever_the_clauses_are_the_result_is_valid(made, with_rows, with_mark):
    section = Section(
        "Terms",
        rows=rows(("Sites", "One")) if with_rows else (),
        clauses=tuple(made),
        marks=(mark(),) if with_mark else (),
    )
    pdf = render(replace(agreement(), sections=(section, Section("Next", rows=(Row("A", ("b",)),)))))

    assert pdf_probe.loose_content(pdf.data) == []
    assert pdfa.validate_written(io.BytesIO(pdf.data), "2b").verdict == "pass"


def test_a_section_that_stays_together_begins_a_new_page_instead_of_breaking():
    before = Section("Before", rows=tuple(Row(f"Row {index}", ("text",)) for index in range(20)))
    rows = tuple(Row(f"Kept {index}", ("text",)) for index in range(8))

    apart = page_texts(only(before, Section("Signature", rows=rows)).data)
    together = page_texts(only(before, Section("Signature", rows=rows, together=True)).data)

    assert 0 < apart[0].count("Kept") < 8
    assert [page.count("Kept") for page in together] == [0, 8]


def test_what_stays_together_and_is_longer_than_a_page_breaks_all_the_same():
    rows = tuple(Row(f"Kept {index}", ("text",)) for index in range(60))

    assert len(page_texts(only(Section("Signature", rows=rows, together=True)).data)) > 1
