"""A comparison says what was added, removed and reworded, and both versions can be read out of it."""

from __future__ import annotations

from hypothesis import given, strategies as st

from agreements.texts.comparing import (
    ADDED,
    CHANGED,
    DELETED,
    INSERTED,
    REMOVED,
    SAME,
    UNCHANGED,
    Piece,
    compare,
)
from agreements.texts.spec import SECTION, ClauseSpec, SectionSpec, TextSpec

FIRST = ("Deliveries are made on working days.", "Complaints are answered in writing.")


def text(*clauses, title="Agreement"):
    numbered = tuple(ClauseSpec("", f"1.{index}", one) for index, one in enumerate(clauses, 1))
    return TextSpec(title, (SectionSpec(SECTION, "Services", "1", numbered),), term_months=24)


def changes(before, after):
    return [(one.change, one.number) for one in compare(before, after).passages if one.change != UNCHANGED]


def test_equal_texts_have_no_changes():
    assert changes(text(*FIRST), text(*FIRST)) == []


def test_a_reworded_clause_shows_the_words():
    comparison = compare(text(*FIRST), text("Deliveries are made on Saturdays.", FIRST[1]))

    changed = next(one for one in comparison.passages if one.change == CHANGED)
    assert Piece(INSERTED, "Saturdays.") in changed.pieces
    assert any(one.change == DELETED and "working days." in one.text for one in changed.pieces)
    assert comparison.count(CHANGED) == 1


def test_a_clause_put_first_only_renumbers_the_others():
    comparison = compare(text(*FIRST), text("Orders are numbered.", *FIRST))

    assert changes(text(*FIRST), text("Orders are numbered.", *FIRST)) == [(ADDED, "1.1")]
    moved = [
        (one.number_before, one.number) for one in comparison.passages if one.number != one.number_before
    ]
    assert moved == [("", "1.1"), ("1.1", "1.2"), ("1.2", "1.3")]


def test_a_clause_that_is_gone_is_removed_and_another_one_is_no_rewording():
    assert changes(text(*FIRST), text(FIRST[0])) == [(REMOVED, "1.2")]
    assert changes(text(FIRST[0]), text("Quite something else altogether, please")) == [
        (REMOVED, "1.1"),
        (ADDED, "1.1"),
    ]


def test_a_change_of_title_or_term_shows():
    longer = TextSpec("Agreement", text(*FIRST).sections, term_months=36)

    assert (CHANGED, "") in changes(text(*FIRST), longer)
    assert changes(text(*FIRST), text(*FIRST, title="Contract"))


@given(*[st.lists(st.text("ab \n{<é", max_size=12), max_size=5)] * 2)
def test_both_versions_can_be_read_out_of_a_comparison(old, new):
    passages = compare(text(*old), text(*new)).passages

    before = [_read(one, DELETED) for one in passages if one.change != ADDED]
    after = [_read(one, INSERTED) for one in passages if one.change != REMOVED]
    head = ["Agreement", "Term: 24 months", "Services"]
    assert before == [*head, *old]
    assert after == [*head, *new]


def _read(passage, change):
    return "".join(piece.text for piece in passage.pieces if piece.change in (SAME, change))
