"""A person's signature: the typed name over a line, the strokes if it was drawn, and what was recorded."""

from __future__ import annotations

from collections.abc import Sequence

from forms.documents.content import MARK_HEIGHT, MARK_WIDTH, Stroke
from forms.documents.pdf import theme
from forms.documents.pdf.flowables import ANSWER_WIDTH, ANSWER_X, Heading, InSection
from forms.documents.pdf.tagging import Element, row_header
from forms.documents.pdf.text import break_lines

DRAWN = "Drawn signature of {name}"
LINE_WIDTH = 300.0
DRAWN_WIDTH = 180.0
DRAWN_HEIGHT = DRAWN_WIDTH * MARK_HEIGHT / MARK_WIDTH
STROKE = 1.1
GAP = 6.0
ROW_LEADING = theme.ANSWER.leading + 2.0


class SignatureBlock(InSection):
    """A mark, kept whole on one page."""

    SPACE_BETWEEN = 22.0
    PADDING = theme.ROW_PADDING

    def __init__(
        self,
        *,
        caption: Sequence[str],
        name: Sequence[str],
        strokes: Sequence[Stroke],
        rows: Sequence[tuple[Sequence[str], Sequence[str]]],
        section: Element,
        heading: Heading,
        opens: bool,
    ) -> None:
        super().__init__(heading, opens=opens)
        if not opens:
            self.space_before = self.SPACE_BETWEEN
        self.caption = break_lines(caption, theme.MARK_CAPTION.font, theme.MARK_CAPTION.size, theme.WIDTH)
        self.name = break_lines(name, theme.MARK_NAME.font, theme.MARK_NAME.size, theme.WIDTH)
        self.strokes = [stroke for stroke in strokes if stroke]
        self.caption_element = section.add("P")
        self.figure = (
            section.add(
                "Figure", alt=DRAWN.format(name=" ".join(name)), attributes="<</O/Layout/Placement/Block>>"
            )
            if self.strokes
            else None
        )
        self.name_element = section.add("P")
        self.rows = _rows(rows, section)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.place_heading()
        self.height = (
            self.top
            + len(self.caption) * theme.MARK_CAPTION.leading
            + (DRAWN_HEIGHT if self.figure else 0)
            + len(self.name) * theme.MARK_NAME.leading
            + 3 * GAP
            + sum(height for *_, height in self.rows)
        )
        return theme.WIDTH, self.height

    def draw(self) -> None:
        canvas = self.canv
        self.draw_heading()
        with canvas.tagged(self.caption_element):
            y = canvas.text(self.caption, theme.MARK_CAPTION, 0, self.height - self.top) - GAP
        if self.figure:
            with canvas.tagged(self.figure):
                self._draw_strokes(y)
            y -= DRAWN_HEIGHT
        with canvas.tagged(self.name_element):
            y = canvas.text(self.name, theme.MARK_NAME, 0, y)
        canvas.rule(0, y - 1, LINE_WIDTH, colour=theme.INK, thickness=0.7)
        y -= 2 * GAP
        for label, value, header, cell, height in self.rows:
            with canvas.tagged(header):
                canvas.text(label, theme.LABEL, 0, y)
            with canvas.tagged(cell):
                canvas.text(value, theme.ANSWER, ANSWER_X, y)
            y -= height

    def _draw_strokes(self, top: float) -> None:
        canvas, scale = self.canv, DRAWN_WIDTH / MARK_WIDTH
        canvas.saveState()
        canvas.setStrokeColorRGB(*theme.INK)
        canvas.setLineWidth(STROKE)
        canvas.setLineCap(1)
        canvas.setLineJoin(1)
        path = canvas.beginPath()
        for stroke in self.strokes:
            points = [_inside(x, y) for x, y in stroke]
            points = [(x * scale, top - y * scale) for x, y in points]
            path.moveTo(*points[0])
            # A single point is a dot: a line of no length with round ends.
            for point in points[1:] or points:
                path.lineTo(*point)
        canvas.drawPath(path, stroke=1, fill=0)
        canvas.restoreState()


def _inside(x: float, y: float) -> tuple[float, float]:
    return min(max(x, 0), MARK_WIDTH), min(max(y, 0), MARK_HEIGHT)


Cells = tuple[list[str], list[str], Element, Element, float]


def _rows(rows: Sequence[tuple[Sequence[str], Sequence[str]]], section: Element) -> list[Cells]:
    table = section.add("Table") if rows else section
    made: list[Cells] = []
    for label, value in rows:
        row = table.add("TR")
        labels = break_lines(label, theme.LABEL.font, theme.LABEL.size, theme.LABEL_WIDTH)
        values = break_lines(value, theme.ANSWER.font, theme.ANSWER.size, ANSWER_WIDTH)
        height = (max(len(labels), len(values)) - 1) * theme.ANSWER.leading + ROW_LEADING
        made.append((labels, values, row_header(row), row.add("TD"), height))
    return made
