"""A ReportLab canvas on which everything drawn is either part of the structure or an artifact."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from reportlab.pdfgen.canvas import Canvas

from forms.documents.pdf import fonts, marks, theme
from forms.documents.pdf.tagging import Element, StructureTree

# Where the baseline stands in a line, as a share of its height: equal leading means equal baselines.
BASELINE = 0.77


class TaggedCanvas(Canvas):
    """Draw with `tagged` or `artifact` around each piece; coordinates are points from the lower left.

    ReportLab has no call for marked content, so the operators are added to its page code.
    """

    def __init__(self, *, language: str) -> None:
        fonts.font(fonts.BOLD)
        fonts.font(fonts.REGULAR)
        super().__init__(
            None,  # `write` makes the file
            pagesize=(theme.PAGE_WIDTH, theme.PAGE_HEIGHT),
            invariant=1,
            pageCompression=1,
            pdfVersion=(1, 7),
            initialFontName=fonts.REGULAR,
            lang=language,
        )
        self.tree = StructureTree()

    @contextmanager
    def tagged(self, element: Element) -> Iterator[None]:
        """Mark what is drawn in this block as a piece of `element`."""
        self._code.append(f"/{element.tag} <</MCID {self.tree.mark(element)}>> BDC")
        yield
        self._code.append("EMC")

    @contextmanager
    def artifact(self, kind: str = "Layout") -> Iterator[None]:
        """Mark what is drawn in this block as no part of the text: rules, tints, headers, footers."""
        self._code.append(f"/Artifact <</Type /{kind}>> BDC")
        yield
        self._code.append("EMC")

    def text(self, lines: Sequence[str], style: theme.Style, x: float, top: float) -> float:
        """Draw lines below `top` and return where they end."""
        baseline = top - BASELINE * style.leading
        text = self.beginText(x, baseline)
        text.setFont(style.font, style.size, style.leading)
        text.setFillColorRGB(*style.colour)
        for index, line in enumerate(lines):
            if marks.has_marks(line):
                y = baseline - index * style.leading
                for piece, across, up in marks.place(line, style.font, style.size):
                    text.setTextOrigin(x + across, y + up)
                    text.textOut(piece)
                text.setTextOrigin(x, y - style.leading)
            else:
                text.textLine(line)
        self.drawText(text)
        return top - len(lines) * style.leading

    def text_right(self, line: str, style: theme.Style, right: float, top: float) -> None:
        """Draw one line that ends at `right`."""
        self.text((line,), style, right - fonts.width(line, style.font, style.size), top)

    def rule(self, x: float, y: float, width: float, *, colour: theme.Colour, thickness: float) -> None:
        """Draw a horizontal line as an artifact."""
        self.fill(x, y - thickness / 2, width, thickness, colour)

    def fill(self, x: float, y: float, width: float, height: float, colour: theme.Colour) -> None:
        """Fill a rectangle as an artifact."""
        with self.artifact():
            self.setFillColorRGB(*colour)
            self.rect(x, y, width, height, stroke=0, fill=1)

    def showPage(self) -> None:
        super().showPage()
        self.tree.next_page()

    def furnish(self, draw: Callable[[TaggedCanvas, int, int], None]) -> None:
        """Add to every finished page what needs the number of pages: `draw(canvas, number, total)`."""
        pages = self._doc.Pages.pages
        for number, page in enumerate(pages, start=1):
            self._code: list[str] = []
            draw(self, number, len(pages))
            page.stream += "\n".join(self._code) + "\n"
        self._code = []
