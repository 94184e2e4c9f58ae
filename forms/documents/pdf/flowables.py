"""What a document is built of. Platypus places and splits these; each marks what it draws.

A piece that is split over pages stays one element of the structure with several marked pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import TypeVar

from reportlab.platypus.flowables import Flowable

from forms.documents.pdf import theme
from forms.documents.pdf.canvas import TaggedCanvas
from forms.documents.pdf.tagging import Element
from forms.documents.pdf.text import break_lines

CONTINUED = "(continued)"
NOT_ANSWERED = "Not answered"
# Lines that must stand together: a label with the start of its answer, and the end of an answer.
FIRST_LINES, LAST_LINES, MOST_LABEL_LINES = 3, 2, 12
ANSWER_X = theme.LABEL_WIDTH + theme.GUTTER
ANSWER_WIDTH = theme.WIDTH - ANSWER_X


AnyBlock = TypeVar("AnyBlock", bound="Block")


class Block(Flowable):
    """A flowable as wide as the page's text; `height` is set by each kind."""

    canv: TaggedCanvas
    height: float
    space_before = 0.0
    space_after = 0.0

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        return theme.WIDTH, self.height

    def getSpaceBefore(self) -> float:
        return self.space_before

    def getSpaceAfter(self) -> float:
        return self.space_after


def copy_of(block: AnyBlock) -> AnyBlock:
    """Return a block for a part of what `block` shows, in the same elements."""
    part = copy(block)
    # Platypus notes here that a block was moved to the next page once; its part may move again.
    part.__dict__.pop("_postponed", None)
    return part


class Text(Block):
    """Lines in one style and one element, with an optional bookmark."""

    def __init__(
        self, lines: Sequence[str], style: theme.Style, element: Element, *, after: float = 0
    ) -> None:
        super().__init__()
        self.lines = break_lines(lines, style.font, style.size, theme.WIDTH)
        self.style, self.element, self.space_after = style, element, after
        self.height = len(self.lines) * style.leading

    def draw(self) -> None:
        with self.canv.tagged(self.element):
            self.canv.text(self.lines, self.style, 0, self.height)


class Heading:
    """A section's title, drawn by its first row and again by the row that opens a later page."""

    GAP = 5.0

    def __init__(self, title: Sequence[str], element: Element, *, key: str) -> None:
        style = theme.SECTION
        self.title = " ".join(title)
        self.lines = break_lines(title, style.font, style.size, theme.WIDTH)
        self.again = _repeated(self.title, style, theme.WIDTH)
        self.element, self.key = element, key

    def height(self, *, again: bool) -> float:
        """Return the height in points of the title, or of its repetition."""
        return len(self.again if again else self.lines) * theme.SECTION.leading + self.GAP

    def draw(self, canvas: TaggedCanvas, top: float, *, again: bool) -> None:
        """Draw below `top`; a repetition is an artifact, as its text is read already."""
        if again:
            with canvas.artifact("Pagination"):
                end = canvas.text(self.again, theme.SECTION_AGAIN, 0, top)
        else:
            _, above = canvas.absolutePosition(0, top)
            canvas.bookmarkPage(self.key, fit="XYZ", left=0, top=above + 8, zoom=0)
            canvas.addOutlineEntry(self.title, self.key, level=0)
            with canvas.tagged(self.element):
                end = canvas.text(self.lines, theme.SECTION, 0, top)
        canvas.rule(0, end - self.GAP + 1, theme.WIDTH, colour=theme.ACCENT, thickness=1)


class InSection(Block):
    """A block of a section: the first one draws its heading, one that opens a later page repeats it."""

    SPACE = 16.0  # before a section
    PADDING = 0.0  # under its heading

    def __init__(self, heading: Heading, *, opens: bool) -> None:
        super().__init__()
        self.heading, self.opens = heading, opens
        self.space_before = self.SPACE if opens else 0.0

    def place_heading(self) -> None:
        """Note in `resumes` and `top` which heading stands above, and how high, where the block is put."""
        self.resumes = not self.opens and bool(self._frame._atTop)
        shows_heading = self.opens or self.resumes
        self.top = self.heading.height(again=self.resumes) + self.PADDING if shows_heading else 0.0

    def draw_heading(self) -> None:
        if self.top:
            self.heading.draw(self.canv, self.height, again=self.resumes)


class AnswerRow(InSection):
    """A label and its answer side by side: a table row. When the answer runs on, the label is repeated."""

    def __init__(
        self,
        label: Sequence[str],
        answer: Sequence[str],
        row: tuple[Element, Element],
        *,
        heading: Heading,
        opens: bool,
    ) -> None:
        super().__init__(heading, opens=opens)
        self.title = " ".join(label)
        self.header, self.cell = row
        self.style = theme.ANSWER if answer else theme.UNANSWERED
        self.label = break_lines(label, theme.LABEL.font, theme.LABEL.size, theme.LABEL_WIDTH)
        self.answer = break_lines(answer or (NOT_ANSWERED,), self.style.font, self.style.size, ANSWER_WIDTH)
        self.repeats_label = False
        self.ends = True

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.place_heading()
        self.count = max(len(self.label), len(self.answer))
        self.height = self.top + self.count * theme.ANSWER.leading + 2 * theme.ROW_PADDING
        return theme.WIDTH, self.height

    def split(self, available_width: float, available_height: float) -> list[AnswerRow]:
        # Where not even the space before it had room, Platypus asks without measuring first.
        self.wrap(available_width, available_height)
        room = int((available_height - self.top - 2 * theme.ROW_PADDING) // theme.ANSWER.leading)
        least = max(FIRST_LINES, min(len(self.label), MOST_LABEL_LINES))
        take = min(room, self.count - LAST_LINES)
        if take < least:
            return []
        return [self._part(0, take), self._part(take, self.count)]

    def _part(self, first: int, last: int) -> AnswerRow:
        part = copy_of(self)
        part.answer, part.label = self.answer[first:last], self.label[first:last]
        part.ends = last == self.count and self.ends
        if first:
            part.opens, part.space_before = False, 0.0
            if not part.label:
                part.repeats_label = True
                part.label = _repeated(self.title, theme.LABEL, theme.LABEL_WIDTH)
        return part

    def draw(self) -> None:
        canvas, start = self.canv, self.height - self.top - theme.ROW_PADDING
        self.draw_heading()
        if self.repeats_label:
            with canvas.artifact("Pagination"):
                canvas.text(self.label, theme.LABEL, 0, start)
        elif self.label:
            with canvas.tagged(self.header):
                canvas.text(self.label, theme.LABEL, 0, start)
        if self.answer:
            with canvas.tagged(self.cell):
                canvas.text(self.answer, self.style, ANSWER_X, start)
        if self.ends:
            canvas.rule(0, 0, theme.WIDTH, colour=theme.RULE, thickness=0.5)


def _repeated(title: str, style: theme.Style, available: float) -> list[str]:
    lines = break_lines((f"{title} {CONTINUED}",), style.font, style.size, available)
    return lines if len(lines) <= FIRST_LINES else [*lines[: FIRST_LINES - 1], f"… {CONTINUED} "]


class Notice(Block):
    """A tinted box with a coloured bar: a statement, or how to report an adverse event."""

    PADDING, BAR = 9.0, 3.0
    space_before = 14.0

    def __init__(self, title: Sequence[str], lines: Sequence[str], section: Element, *, safety: bool) -> None:
        super().__init__()
        inner = theme.WIDTH - 2 * self.PADDING - self.BAR
        bold, plain = theme.NOTICE_TITLE, theme.NOTICE
        self.colour = theme.WARNING if safety else theme.ACCENT
        self.tint = theme.WARNING_TINT if safety else theme.TINT
        self.title = break_lines(title, bold.font, bold.size, inner)
        self.lines = break_lines(lines, plain.font, plain.size, inner)
        self.heading = section.add("H2")
        self.body = section.add("P") if self.lines else None
        self._measure()

    def _measure(self) -> None:
        self.title_height = len(self.title) * theme.NOTICE_TITLE.leading + (2 if self.title else 0)
        self.height = self.title_height + len(self.lines) * theme.NOTICE.leading + 2 * self.PADDING

    def split(self, available_width: float, available_height: float) -> list[Notice]:
        if self.height <= theme.HEIGHT:
            return []
        room = int((available_height - self.title_height - 2 * self.PADDING) // theme.NOTICE.leading)
        take = min(room, len(self.lines) - LAST_LINES)
        if take < FIRST_LINES:
            return []
        first, rest = self._part(self.title, self.lines[:take]), self._part([], self.lines[take:])
        return [first, rest]

    def _part(self, title: list[str], lines: list[str]) -> Notice:
        part = copy_of(self)
        part.title, part.lines = title, lines
        part._measure()
        return part

    def draw(self) -> None:
        canvas, left = self.canv, self.BAR + self.PADDING
        canvas.fill(0, 0, theme.WIDTH, self.height, self.tint)
        canvas.fill(0, 0, self.BAR, self.height, self.colour)
        top = self.height - self.PADDING
        if self.title:
            with canvas.tagged(self.heading):
                canvas.text(self.title, replace_colour(theme.NOTICE_TITLE, self.colour), left, top)
            top -= self.title_height
        if self.lines and self.body is not None:
            with canvas.tagged(self.body):
                canvas.text(self.lines, theme.NOTICE, left, top)


def replace_colour(style: theme.Style, colour: theme.Colour) -> theme.Style:
    """Return the style in another colour."""
    return theme.Style(style.font, style.size, style.leading, colour)
