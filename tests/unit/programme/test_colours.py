from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, strategies as st

from programme.colours import LEAST_CONTRAST, PAPER, contrast, mixed
from programme.look import ColourUnreadable, require_contrast
from programme.territories import Territory, overlap

colours = st.integers(min_value=0, max_value=0xFFFFFF).map("#{:06x}".format)


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@given(colours, colours)
def test_contrast_does_not_ask_which_colour_is_the_text(one: str, other: str) -> None:
    assert contrast(one, other) == contrast(other, one) >= 1


@given(colours, colours)
def test_a_mix_without_a_share_is_the_colour(one: str, other: str) -> None:
    assert mixed(one, other, share=0) == one
    assert mixed(one, other, share=1) == other


@given(colours)
def test_no_accepted_colour_loses_white_text(colour: str) -> None:
    with contextlib.suppress(ColourUnreadable):
        require_contrast(colour)
        assert contrast(colour, PAPER) >= LEAST_CONTRAST


@pytest.mark.parametrize("colour", ["#ffffff", "#ffd400", "#7a9e9f"])
def test_a_light_colour_is_refused_by_name(colour: str) -> None:
    with pytest.raises(ColourUnreadable, match=colour):
        require_contrast(colour)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (Territory.UNITED_KINGDOM, Territory.GREAT_BRITAIN, True),
        (Territory.NORTHERN_IRELAND, Territory.UNITED_KINGDOM, True),
        (Territory.NORTHERN_IRELAND, Territory.NORTHERN_IRELAND, True),
        (Territory.NORTHERN_IRELAND, Territory.GREAT_BRITAIN, False),
    ],
)
def test_territories_overlap_where_they_have_a_place_in_common(one: str, other: str, together: bool) -> None:
    assert overlap(one, other) is together
