"""What people write is printed, or shown as what the fonts lack and reported; it is never dropped."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings, strategies as st

from forms.documents.content import Section
from forms.documents.pdf import fonts, render, theme
from forms.documents.pdf.text import break_lines, printable
from tests import pdf_probe
from tests.unit.documents.samples import content, rows

NAMES = {
    "Vietnamese": "Nguyễn Thị Minh Khai, Trần Đại Nghĩa, Đặng Thuỳ Trâm",
    "Welsh": "Llŷr, Siân, Tŷ Ddewi, Ŵyn, ẁ ẃ ẅ ŵ ỳ ý ÿ ŷ Ẁ Ẃ Ẅ Ŵ Ỳ Ý Ÿ Ŷ",
    "Irish": "Máiréad Ní Ghráda, Ó hÉigeartaigh, Ḃ Ċ Ḋ Ḟ Ġ Ṁ Ṗ Ṡ Ṫ",
    "Polish": "Łukasz Żółć, Grażyna Świętosławska, ĄĆĘŁŃÓŚŹŻ",
    "Scottish Gaelic": "Mòrag NicDhòmhnaill",
    "Romanian and Turkish": "Ștefan Țepeș, Şükrü Çağlayangil",
    "clinical signs": "≥ 2 °C, ≤ 8 °C, µg, ½, → ✓",
}
WHOLE_LATIN = [
    chr(code)
    for code in (*range(0x00A1, 0x0250), *range(0x1E00, 0x1F00))
    if unicodedata.category(chr(code)) not in ("Cn", "Cf")
]
any_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)


def answered(text):
    return render(content(sections=(Section("Patient", rows(("Name", text))),)))


@pytest.mark.parametrize("text", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_are_printed_as_they_are_written(text, form):
    pdf = answered(unicodedata.normalize(form, text))

    assert pdf.missing == ()
    assert text in pdf_probe.reading_order(pdf.data).all_text()


def test_every_latin_letter_is_in_both_fonts():
    assert [letter for letter in WHOLE_LATIN if not fonts.draws(ord(letter))] == []


def test_what_the_fonts_lack_is_shown_and_reported():
    pdf = answered("王伟 (Wang Wei) \u202eabc \x00")

    shown = pdf_probe.reading_order(pdf.data).all_text()
    assert "[U+738B U+4F1F] (Wang Wei) [U+202E]abc [U+0000]" in shown
    assert pdf.missing == ("U+738B", "U+4F1F", "U+202E", "U+0000")


def test_a_letter_with_marks_that_has_no_ready_made_character_keeps_them():
    pdf = answered("Ẹ́níọlá m̄ n̂")

    assert pdf.missing == ()
    assert "Ẹ́níọlá m̄ n̂" in pdf_probe.reading_order(pdf.data).all_text()


@settings(max_examples=150, deadline=None)
@given(label=any_text, answer=any_text, title=any_text.filter(str.strip))
def test_any_text_is_drawn_and_found_again(label, answer, title):
    pdf = render(content(sections=(Section(title, rows((label, answer or "-"))),)))

    read = pdf_probe.squeezed(pdf_probe.reading_order(pdf.data).all_text())
    for text in (label, answer, title):
        assert pdf_probe.squeezed(" ".join(printable(text, {}))) in read
    assert pdf_probe.loose_content(pdf.data) == []


@settings(max_examples=100, deadline=None)
@given(text=any_text)
def test_replacing_keeps_every_character_or_names_it(text):
    missing = {}
    shown = "".join(printable(text, missing))

    for character in unicodedata.normalize("NFC", text):
        named = f"U+{ord(character):04X}"
        assert character in shown or character.isspace() or (named in missing and named in shown)


@settings(max_examples=100, deadline=None)
@given(text=any_text, width=st.floats(30, 500))
def test_lines_fit_and_hold_every_letter(text, width):
    whole = " ".join(printable(text, {}))
    lines = break_lines((whole,), theme.ANSWER.font, theme.ANSWER.size, width)

    assert "".join(lines).replace(" ", "") == whole.replace(" ", "")
    assert all(
        fonts.width(line.rstrip(" "), theme.ANSWER.font, theme.ANSWER.size) <= width + 0.01 for line in lines
    )


def test_a_word_is_never_cut_between_a_letter_and_its_mark():
    lines = break_lines(("m\u0304" * 200,), theme.ANSWER.font, theme.ANSWER.size, 100)

    assert len(lines) > 1
    assert not any(unicodedata.combining(line[0]) for line in lines)
