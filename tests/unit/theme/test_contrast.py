"""The palette is read from the style sheet itself, so a colour cannot be changed past these tests."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings

from programme.look import STYLESHEET

CSS = (Path(settings.BASE_DIR) / "site" / "static" / "css" / "site.css").read_text(encoding="utf-8")
PALETTE = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", CSS))
TEXT, NOT_TEXT = 4.5, 3.0


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, light = sorted((luminance(PALETTE[one]), luminance(PALETTE[other])))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        *[(text, ground) for text in ("ink", "ink-soft", "brand") for ground in ("paper", "ground")],
        *[("ink", tint) for tint in ("brand-tint", "good-tint", "wait-tint", "bad-tint", "quiet-tint")],
        *[(tone, f"{tone}-tint") for tone in ("good", "wait", "bad")],
        ("ink-soft", "quiet-tint"),
        ("brand-deep", "brand-tint"),
        ("paper", "brand"),
        ("paper", "brand-deep"),
        ("paper", "bad"),
        ("paper", "bad-deep"),
        ("bad", "paper"),
        ("triangle", "paper"),
    ],
)
def test_text_is_read_easily_on_its_ground(text: str, ground: str) -> None:
    assert contrast(text, ground) >= TEXT


@pytest.mark.parametrize(
    ("mark", "ground"),
    [
        ("focus", "paper"),
        ("focus", "ground"),
        ("focus", "brand-tint"),
        ("paper", "brand-deep"),
        ("line-strong", "paper"),
        ("bad", "paper"),
        ("brand", "paper"),
    ],
)
def test_borders_and_focus_stand_out_from_their_ground(mark: str, ground: str) -> None:
    assert contrast(mark, ground) >= NOT_TEXT


def test_the_black_triangle_is_true_black() -> None:
    assert PALETTE["triangle"] == "#000000"
    assert ".triangle { color: var(--triangle); }" in CSS


def test_every_colour_comes_from_the_palette() -> None:
    after_the_palette = CSS.split("\n}\n", 1)[1]

    assert re.findall(r"#[0-9a-f]{3,8}\b", after_the_palette) == []
    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", CSS)) <= set(re.findall(r"--([a-z0-9-]+):", CSS))


def test_the_focus_ring_is_three_pixels_wide() -> None:
    assert ":focus-visible { outline: 3px solid var(--focus);" in CSS


def test_the_style_sheet_stays_small_and_asks_nobody_else() -> None:
    # As it is sent: a page of the programme and all that it fetches stay below 30 kB (see tests/bench/weight.py).
    assert len(gzip.compress(CSS.encode())) < 7.5 * 1024
    assert "url(" not in CSS
    assert "@import" not in CSS
    assert "@font-face" not in CSS


def test_every_colour_that_a_programme_chooses_shows_somewhere() -> None:
    chosen = re.findall(r"(--[a-z-]+):", STYLESHEET)

    assert len(chosen) == 4
    assert [name for name in chosen if f"var({name})" not in CSS] == []
