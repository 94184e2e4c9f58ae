from __future__ import annotations

import time

import pytest
from hypothesis import given, settings, strategies as st

from forms.definitions.patterns import LONGEST_PATTERN, matches, problem_of


@pytest.mark.parametrize(
    "pattern", [r"[A-Z]{2}\d{6}", r"(a|b)+c", r"\(\d+\)", "[(+*]+", r"\d+(\.\d+)?", "[]a]+x"]
)
def test_patterns_that_read_each_character_once_are_taken(pattern):
    assert problem_of(pattern) == ""


@pytest.mark.parametrize(
    ("pattern", "word"),
    [
        ("", "Write the pattern"),
        ("x" * (LONGEST_PATTERN + 1), "Shorten"),
        ("(a+)+", "inside another repeat"),
        ("(a*b*)*c", "inside another repeat"),
        ("(?:x{2,})*", "inside another repeat"),
        ("((a+)b){2,}", "inside another repeat"),
        (r"(\d+(\.\d+)?)+", "inside another repeat"),
        ("a(?=b)", "looks ahead"),
        ("(?<!a)b", "looks ahead"),
        (r"(a)\1", "references back"),
        ("(?P<n>a)(?P=n)", "references back"),
        ("(", "not a pattern"),
        ("(a{1000}){1000}", "not a pattern"),
        ("((((a{9}){9}){9}){9}){9}", "not a pattern"),
    ],
)
def test_a_pattern_that_backtracks_or_cannot_be_read_is_refused_with_words(pattern, word):
    assert word in problem_of(pattern)


def test_the_whole_answer_must_match():
    assert matches(r"[A-Z]\d", "A1")
    assert not matches(r"[A-Z]\d", "A12")
    assert matches("[é-ü]+", "ö")


@settings(max_examples=200, deadline=None)
@given(st.text("ab(|)*+?[]{}1,\\^$.", max_size=30), st.text("ab1", max_size=50))
def test_any_pattern_is_refused_with_words_or_matches_without_raising(pattern, answer):
    problem = problem_of(pattern)

    assert matches(pattern, answer) in (True, False) if not problem else problem.endswith(".")


def test_a_long_wrong_answer_takes_no_time_to_refuse():
    started = time.process_time()

    assert not matches("(a|a|aa)+", "a" * 20_000 + "b")

    assert time.process_time() - started < 1
