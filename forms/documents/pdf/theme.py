"""Sizes in points, colours and type styles: the one place where a document's look is decided."""

from __future__ import annotations

from dataclasses import dataclass

from forms.documents.pdf.fonts import BOLD, REGULAR

PAGE_WIDTH, PAGE_HEIGHT = 595.28, 841.89  # A4
LEFT = RIGHT = 51.0
TOP = 60.0  # room for the running header
FIRST_TOP = 42.0
BOTTOM = 62.0  # room for the footer
WIDTH = PAGE_WIDTH - LEFT - RIGHT
HEIGHT = PAGE_HEIGHT - TOP - BOTTOM

LABEL_WIDTH = 168.0
GUTTER = 14.0
ROW_PADDING = 4.5

Colour = tuple[float, float, float]
INK: Colour = (0.09, 0.12, 0.16)
BLACK: Colour = (0.0, 0.0, 0.0)
ACCENT: Colour = (0.05, 0.24, 0.36)
MUTED: Colour = (0.32, 0.37, 0.43)
RULE: Colour = (0.8, 0.83, 0.86)
TINT: Colour = (0.94, 0.96, 0.975)
WARNING: Colour = (0.62, 0.11, 0.11)
WARNING_TINT: Colour = (0.992, 0.95, 0.945)
GHOST: Colour = (0.915, 0.92, 0.93)


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set."""

    font: str
    size: float
    leading: float
    colour: Colour = INK


PROGRAMME = Style(BOLD, 13, 16, ACCENT)
PRODUCT = Style(REGULAR, 9.5, 13, INK)
SMALL = Style(REGULAR, 7.5, 10, MUTED)
TITLE = Style(BOLD, 20, 25, ACCENT)
CAPTION = Style(REGULAR, 8, 11, MUTED)
REFERENCE = Style(BOLD, 15, 19, ACCENT)
SECTION = Style(BOLD, 11.5, 15, ACCENT)
SECTION_AGAIN = Style(REGULAR, 9, 15, MUTED)
LABEL = Style(REGULAR, 9, 12.5, MUTED)
ANSWER = Style(REGULAR, 9.5, 12.5, INK)
UNANSWERED = Style(REGULAR, 9.5, 12.5, MUTED)
FACT = Style(BOLD, 9.5, 12.5, INK)
CLAUSE = Style(REGULAR, 9.5, 14, INK)
CLAUSE_HEADING = Style(BOLD, 9.5, 14, INK)
MARK_CAPTION = Style(BOLD, 9.5, 13, INK)
MARK_NAME = Style(REGULAR, 15, 20, INK)
NOTICE_TITLE = Style(BOLD, 10, 13.5, ACCENT)
NOTICE = Style(REGULAR, 9, 12.5, INK)
FURNITURE = Style(REGULAR, 8, 10, MUTED)
FURNITURE_STRONG = Style(BOLD, 8, 10, INK)
MARKING = Style(BOLD, 10, 14, WARNING)
GHOST_MARKING = Style(BOLD, 120, 120, GHOST)
