from __future__ import annotations

import pytest

from content.audience.audiences import AUDIENCES, CHOICES, admits, choice_of


@pytest.mark.parametrize(
    ("page", "admitted"),
    [
        ("professionals", {"professionals"}),
        ("patients", {"professionals", "patients"}),
        ("public", {"professionals", "patients", "public", None}),
    ],
)
def test_each_audience_reads_what_is_for_it(page: str, admitted: set[str | None]) -> None:
    assert {visitor for visitor in (*AUDIENCES, None) if admits(page, visitor)} == admitted


def test_nobody_reads_what_is_for_an_audience_that_does_not_exist() -> None:
    assert not admits("", None)
    assert not admits("shareholders", "public")


def test_every_audience_can_be_chosen() -> None:
    assert tuple(choice.audience for choice in CHOICES) == AUDIENCES
    assert choice_of("shareholders") is None
