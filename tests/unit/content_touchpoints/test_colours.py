from __future__ import annotations

import re

import pytest

from tests.unit.content_touchpoints.test_places import CSS

LANES = dict(re.findall(r"^\.(lane-\d) \{ --lane: (#[0-9a-f]{6}); \}$", CSS, re.MULTILINE))


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_every_lane_that_a_page_may_have_has_a_colour_of_its_own() -> None:
    assert sorted(LANES) == [f"lane-{number}" for number in range(1, 9)]
    assert len(set(LANES.values())) == len(LANES)


@pytest.mark.parametrize("lane", sorted(LANES))
def test_a_lane_is_legible_on_paper_and_paper_on_it(lane: str) -> None:
    assert 1.05 / (luminance(LANES[lane]) + 0.05) >= 4.5
