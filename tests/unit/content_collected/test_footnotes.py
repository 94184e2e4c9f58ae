from __future__ import annotations

import re

from hypothesis import given, strategies as st

from content.collected.footnotes import keys_in, number_notes, without_marks
from content.collected.pieces import pieces_of

TEXTS = {"app": "<p>In development.</p>", "pi": "<p>See the prescribing information.</p>"}


def test_notes_are_numbered_in_the_order_of_reading():
    numbered = number_notes("<p>One[^pi] two[^app] three[^pi]</p>", TEXTS)

    assert [(note.number, note.key) for note in numbered.notes] == [(1, "pi"), (2, "app")]
    assert re.findall(r'href="#(note-\d)"', numbered.html) == ["note-1", "note-2", "note-1"]


def test_every_note_leads_back_to_each_place_that_refers_to_it():
    numbered = number_notes("<p>One[^app] two[^app]</p>", TEXTS)

    (note,) = numbered.notes
    assert len(note.references) == 2
    for reference in note.references:
        assert f'id="{reference}"' in numbered.html


def test_a_mark_without_a_note_goes():
    assert number_notes("<p>One[^unknown]</p>", TEXTS).html == "<p>One</p>"


def test_a_mark_in_a_link_follows_behind_the_link():
    html = number_notes('<p><a href="/app/">The app[^app]</a> and more</p>', TEXTS).html

    assert html.startswith('<p><a href="/app/">The app</a><sup')


def test_a_note_stands_right_behind_its_word_and_before_the_full_stop():
    for typed in ("an app[^app].", "an app [^app].", "an app&nbsp;[^unknown] \n[^app]."):
        html = number_notes(f"<p>{typed}</p>", TEXTS).html

        assert re.search(r"an app(&nbsp;)?<sup", html)
        assert "</sup>.</p>" in html
    assert without_marks("an app [^app].") == "an app."


def test_two_notes_of_one_word_are_told_apart():
    html = number_notes("<p>One[^app] [^pi], two[^app]</p>", TEXTS).html

    assert html.count("note-mark--next") == 1


def test_blanks_without_end_take_no_time():
    assert number_notes(" " * 200_000 + "[^", TEXTS).notes == ()


def test_a_mark_in_an_attribute_goes():
    assert number_notes('<img alt="The app[^app]">', TEXTS).html == '<img alt="The app">'


def test_marks_in_what_changes_by_itself_go_and_number_nothing():
    numbered = number_notes('<div data-volatile="listing"><div>a</div>The app[^app]</div><p>x</p>', TEXTS)

    assert numbered.notes == ()
    assert "[^" not in numbered.html


def test_lists_and_feeds_show_texts_without_their_marks():
    assert without_marks("An app[^app] for patients[^*]") == "An app for patients"
    assert keys_in("An app[^app][^*]") == {"app", "*"}


@given(st.text(alphabet="<>/ab=\"'- pd[^]app!&;\n", max_size=200))
def test_the_pieces_of_any_text_are_the_text_again(html):
    assert "".join(piece.html for piece in pieces_of(html)) == html


@given(st.text(alphabet="<>/abiv=\"'- [^]ap!&;", max_size=200))
def test_no_text_however_broken_has_two_places_of_the_same_name(html):
    numbered = number_notes(html + "[^app]" + html, TEXTS)

    anchors = [anchor for note in numbered.notes for anchor in note.references]
    assert len(set(anchors)) == len(anchors)
    assert all(numbered.html.count(f'id="{anchor}"') == 1 for anchor in anchors)
