"""The dates of an agreement decide how it stands; the query for those in force selects the same."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from agreements.models import Agreement
from agreements.standing import (
    EXPIRING_WITHIN,
    IN_FORCE,
    Standing,
    end_of,
    in_force,
    last_day_of,
    standing_of,
)
from agreements.terms import add_months, term_of

DAY = date(2027, 1, 4)
near = st.integers(-3, 3).map(lambda days: DAY + timedelta(days))
maybe = st.one_of(st.none(), near)


def complete(**values: object) -> Agreement:
    return Agreement(**{"stage": "complete", "effective_on": DAY - timedelta(400), **values})


@st.composite
def agreements(draw: st.DrawFn) -> Agreement:
    effective, expires = draw(near), draw(maybe)
    return complete(
        stage=draw(st.sampled_from(["complete", "complete", "out", "declined"])),
        effective_on=effective,
        expires_on=max(effective, expires) if expires else None,
        superseded_on=draw(maybe),
        terminates_on=draw(maybe),
        termination_requested_on=DAY,
        replace_by=draw(maybe),
    )


def selected(agreement: Agreement, on: date) -> bool:
    """Evaluate the query's conditions on one row, as the database does."""

    def holds(node: object) -> bool:
        if isinstance(node, tuple):
            name, _, lookup = node[0].partition("__")
            value = getattr(agreement, name)
            if lookup == "isnull":
                return (value is None) is node[1]
            compare = {
                "": lambda: value == node[1],
                "lte": lambda: value <= node[1],
                "gte": lambda: value >= node[1],
                "gt": lambda: value > node[1],
            }
            return value is not None and compare[lookup]()
        parts = [holds(child) for child in node.children]
        return any(parts) if node.connector == "OR" else all(parts)

    return holds(in_force(on))


@given(agreement=agreements(), on=near)
def test_the_query_selects_what_stands_in_force(agreement: Agreement, on: date) -> None:
    assert selected(agreement, on) == (standing_of(agreement, on) in IN_FORCE)


@given(agreement=agreements())
def test_the_last_day_is_the_last_one_in_force(agreement: Agreement) -> None:
    last = last_day_of(agreement)
    if agreement.stage != "complete" or last is None or last < agreement.effective_on:
        return
    assert standing_of(agreement, last) in IN_FORCE
    assert standing_of(agreement, last + timedelta(1)) not in IN_FORCE


@given(agreement=agreements(), on=near)
@settings(suppress_health_check=[HealthCheck.filter_too_much])
def test_what_ended_never_stands_again(agreement: Agreement, on: date) -> None:
    end = end_of(agreement)
    if agreement.stage == "complete" and end is not None and end.on <= on:
        assert standing_of(agreement, on + timedelta(1)) == standing_of(agreement, on) == end.standing


@pytest.mark.parametrize(
    ("values", "standing"),
    [
        ({}, Standing.IN_FORCE),
        ({"effective_on": DAY + timedelta(1)}, Standing.STARTS_LATER),
        ({"expires_on": DAY}, Standing.EXPIRING),
        ({"expires_on": DAY + EXPIRING_WITHIN - timedelta(1)}, Standing.EXPIRING),
        ({"expires_on": DAY + EXPIRING_WITHIN}, Standing.IN_FORCE),
        ({"expires_on": DAY - timedelta(1)}, Standing.EXPIRED),
        ({"replace_by": DAY}, Standing.EXPIRING),
        ({"replace_by": DAY - timedelta(1)}, Standing.TO_REPLACE),
        ({"superseded_on": DAY + timedelta(1)}, Standing.IN_FORCE),
        ({"superseded_on": DAY}, Standing.SUPERSEDED),
        ({"terminates_on": DAY + timedelta(1)}, Standing.EXPIRING),
        ({"terminates_on": DAY}, Standing.TERMINATED),
        ({"terminates_on": DAY, "expires_on": DAY - timedelta(9)}, Standing.EXPIRED),
    ],
)
def test_an_agreement_stands_as_its_dates_say(values: dict[str, date], standing: Standing) -> None:
    assert standing_of(complete(**values), DAY) == standing


@pytest.mark.parametrize("stage", [one for one in Agreement.Stage if one != Agreement.Stage.COMPLETE])
def test_what_is_not_complete_is_never_in_force(stage: str) -> None:
    assert standing_of(complete(stage=stage), DAY) not in IN_FORCE


def test_a_term_never_begins_before_all_have_signed() -> None:
    assert term_of(starts_on=DAY - timedelta(3), signed_on=DAY, months=12).effective_on == DAY
    # The last day is printed in the text, so signing late does not move it.
    assert term_of(starts_on=DAY - timedelta(3), signed_on=DAY, months=12).expires_on == (
        term_of(starts_on=None, signed_on=DAY - timedelta(3), months=12).expires_on
    )
    assert term_of(starts_on=DAY + timedelta(3), signed_on=DAY, months=None) == (
        term_of(starts_on=None, signed_on=DAY + timedelta(3), months=None)
    )


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2027, 1, 4), 12, date(2028, 1, 3)),
        (date(2028, 2, 29), 12, date(2029, 2, 27)),
        (date(2027, 8, 31), 6, date(2028, 2, 28)),
        (date(2027, 1, 1), 36, date(2029, 12, 31)),
    ],
)
def test_the_first_day_is_part_of_the_term(first: date, months: int, last: date) -> None:
    assert term_of(starts_on=first, signed_on=first, months=months).expires_on == last


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(1, 120))
def test_so_many_months_later_is_the_same_day_or_the_months_last(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(1)).day == 1
