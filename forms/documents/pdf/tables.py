"""An answer of several rows as a table across the page; its head is repeated where a page begins within it."""

from __future__ import annotations

from collections.abc import Sequence

from forms.documents.pdf import fonts, theme
from forms.documents.pdf.canvas import TaggedCanvas
from forms.documents.pdf.flowables import Heading, InSection
from forms.documents.pdf.tagging import Element
from forms.documents.pdf.text import break_lines

GAP = 10.0
# No column is made for less or more than this, in points, before all are fitted to the page.
NARROWEST, WIDEST = 36.0, 170.0

Lines = Sequence[str]


class TableLine(InSection):
    """One row of a table. The first one draws the caption and the head, one that opens a page the head again."""

    def __init__(
        self,
        cells: Sequence[Lines],
        elements: Sequence[Element],
        *,
        head: TableHead,
        first: bool,
        heading: Heading,
        opens: bool,
    ) -> None:
        super().__init__(heading, opens=opens)
        self.head, self.first, self.elements = head, first, elements
        self.cells = head.broken(cells, theme.ANSWER)

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.place_heading()
        self.head_height = self.head.height(caption=self.first) if self.first or self.resumes else 0.0
        lines = max(map(len, self.cells))
        self.height = self.top + self.head_height + lines * theme.ANSWER.leading + 2 * theme.ROW_PADDING
        return theme.WIDTH, self.height

    def draw(self) -> None:
        canvas, start = self.canv, self.height - self.top
        self.draw_heading()
        if self.head_height:
            start = self.head.draw(canvas, start, again=not self.first)
        for x, lines, element in zip(self.head.places, self.cells, self.elements, strict=True):
            if lines:
                with canvas.tagged(element):
                    canvas.text(lines, theme.ANSWER, x, start - theme.ROW_PADDING)
        canvas.rule(0, 0, theme.WIDTH, colour=theme.RULE, thickness=0.5)


class TableHead:
    """The caption of a table, the heads of its columns, and how wide these are."""

    def __init__(
        self, caption: Lines, columns: Sequence[Lines], rows: Sequence[Sequence[Lines]], table: Element
    ) -> None:
        self.widths = _widths([columns, *rows])
        self.places = [sum(self.widths[:index]) for index in range(len(self.widths))]
        self.caption = break_lines(caption, theme.LABEL.font, theme.LABEL.size, theme.WIDTH)
        self.columns = self.broken(columns, theme.FACT)
        self.caption_element = table.add("Caption")
        row = table.add("TR")
        self.elements = [row.add("TH", attributes="<</O/Table/Scope/Column>>") for _ in columns]

    def broken(self, cells: Sequence[Lines], style: theme.Style) -> list[list[str]]:
        """Return the lines of each cell as they fit its column."""
        return [
            break_lines(lines, style.font, style.size, width - GAP)
            for lines, width in zip(cells, self.widths, strict=True)
        ]

    def height(self, *, caption: bool) -> float:
        """Return the height in points of the head, with the caption or without."""
        lines = max(map(len, self.columns))
        above = len(self.caption) * theme.LABEL.leading + theme.ROW_PADDING if caption else 0.0
        return above + lines * theme.FACT.leading + 2 * theme.ROW_PADDING

    def draw(self, canvas: TaggedCanvas, top: float, *, again: bool) -> float:
        """Draw below `top` and return where the head ends; a repetition is an artifact."""
        top -= theme.ROW_PADDING
        if not again:
            with canvas.tagged(self.caption_element):
                top = canvas.text(self.caption, theme.LABEL, 0, top)
            top -= theme.ROW_PADDING
        for x, lines, element in zip(self.places, self.columns, self.elements, strict=True):
            with canvas.artifact("Pagination") if again else canvas.tagged(element):
                canvas.text(lines, theme.FACT, x, top)
        end = top - max(map(len, self.columns)) * theme.FACT.leading - theme.ROW_PADDING
        canvas.rule(0, end, theme.WIDTH, colour=theme.MUTED, thickness=0.75)
        return end


def _widths(rows: Sequence[Sequence[Lines]]) -> list[float]:
    """Share the page's width among the columns by what stands in them."""
    wanted = []
    for cells in zip(*rows, strict=True):
        longest = max(
            (fonts.width(line, theme.FACT.font, theme.FACT.size) for lines in cells for line in lines),
            default=0.0,
        )
        wanted.append(min(max(longest + GAP, NARROWEST), WIDEST))
    return [theme.WIDTH * width / sum(wanted) for width in wanted]
