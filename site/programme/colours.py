"""Colours of a programme's look: mixed with others, and how easily text is read on them."""

from __future__ import annotations

# WCAG 2.2, success criterion 1.4.3, for text of any size.
LEAST_CONTRAST = 4.5
PAPER, INK = "#ffffff", "#16262c"


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours such as "#0b5361", from 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, other: str, *, share: float) -> str:
    """Return a colour that holds `share` (0 to 1) of another one."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(own * (1 - share) + foreign * share):02x}" for own, foreign in pairs)


def _luminance(colour: str) -> float:
    shares = (value / 255 for value in _channels(colour))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return red, green, blue
