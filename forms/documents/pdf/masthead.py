"""The head of the first page: whose programme, which medicine, the reference, for whom and from which form."""

from __future__ import annotations

from collections.abc import Sequence

from forms.documents.pdf import fonts, theme
from forms.documents.pdf.canvas import TaggedCanvas
from forms.documents.pdf.flowables import Block
from forms.documents.pdf.tagging import Element, row_header
from forms.documents.pdf.text import break_lines

TRIANGLE = "\N{BLACK DOWN-POINTING TRIANGLE}"
TRIANGLE_ALT = "Black triangle: this medicine is subject to additional monitoring"
TRIANGLE_SIZE = 8.5


class Masthead(Block):
    """Programme, product and the company's part on the left; the reference, prominent, on the right."""

    space_after = 14.0
    BOX_WIDTH, BOX_PADDING, BOX_GAP = 150.0, 9.0, 18.0
    LINE_GAP, RULE_GAP = 2.0, 12.0

    def __init__(
        self,
        *,
        programme: Sequence[str],
        product: Sequence[str],
        black_triangle: bool,
        company_role: Sequence[str],
        reference: Sequence[str],
        root: Element,
    ) -> None:
        super().__init__()
        self.box_width = self._box_width(reference)
        left = theme.WIDTH - self.box_width - self.BOX_GAP
        self.indent = TRIANGLE_SIZE + 4 if black_triangle else 0.0
        self.programme = _broken(programme, theme.PROGRAMME, left)
        self.product = _broken(product, theme.PRODUCT, left - self.indent)
        self.role = _broken(company_role, theme.SMALL, left)
        self.reference = _broken(reference, theme.REFERENCE, self.box_width - 2 * self.BOX_PADDING)
        self.programme_element = root.add("P")
        self.product_element = root.add("P") if self.product else None
        self.triangle = _triangle_element(self.product_element or root) if black_triangle else None
        self.role_element = root.add("P") if self.role else None
        self.reference_element = root.add("P")
        self.box_height = (
            theme.CAPTION.leading + len(self.reference) * theme.REFERENCE.leading + 2 * self.BOX_PADDING - 4
        )
        self.height = max(self._left_height(), self.box_height) + self.RULE_GAP

    def _box_width(self, reference: Sequence[str]) -> float:
        style = theme.REFERENCE
        needed = max(fonts.width(line, style.font, style.size) for line in reference) + 2 * self.BOX_PADDING
        return min(max(self.BOX_WIDTH, needed), theme.WIDTH / 2)

    def _left_height(self) -> float:
        texts = (
            (self.programme, theme.PROGRAMME),
            (self.product, theme.PRODUCT),
            (self.role, theme.SMALL),
        )
        return sum(len(lines) * style.leading for lines, style in texts) + 2 * self.LINE_GAP

    def draw(self) -> None:
        canvas, top = self.canv, self.height
        canvas.rule(0, 0, theme.WIDTH, colour=theme.ACCENT, thickness=2)
        with canvas.tagged(self.programme_element):
            y = canvas.text(self.programme, theme.PROGRAMME, 0, top) - self.LINE_GAP
        if self.triangle:
            with canvas.tagged(self.triangle):
                _draw_triangle(canvas, y - theme.PRODUCT.leading / 2)
        if self.product_element:
            with canvas.tagged(self.product_element):
                y = canvas.text(self.product, theme.PRODUCT, self.indent, y) - self.LINE_GAP
        if self.role_element:
            with canvas.tagged(self.role_element):
                canvas.text(self.role, theme.SMALL, 0, y)
        self._draw_reference(theme.WIDTH - self.box_width, top)

    def _draw_reference(self, left: float, top: float) -> None:
        canvas, inner = self.canv, left + self.BOX_PADDING
        canvas.fill(left, top - self.box_height, self.box_width, self.box_height, theme.TINT)
        with canvas.tagged(self.reference_element):
            y = canvas.text(("Reference ",), theme.CAPTION, inner, top - self.BOX_PADDING + 2)
            canvas.text(self.reference, theme.REFERENCE, inner, y)


class Facts(Block):
    """Recipient, audience, form and date: pairs in two columns, a table for a screen reader."""

    space_after = 2.0
    COLUMN = (theme.WIDTH - theme.GUTTER) / 2
    ROW_GAP = 6.0

    def __init__(self, pairs: Sequence[tuple[str, Sequence[str]]], root: Element) -> None:
        super().__init__()
        table = root.add("Table")
        self.pairs = []
        for caption, value in pairs:
            row = table.add("TR")
            header = row_header(row)
            self.pairs.append((caption, _broken(value, theme.FACT, self.COLUMN), header, row.add("TD")))
        self.rows = [self.pairs[index : index + 2] for index in range(0, len(self.pairs), 2)]
        self.heights = [
            max(len(value) for _, value, _, _ in row) * theme.FACT.leading + theme.CAPTION.leading
            for row in self.rows
        ]
        self.height = sum(self.heights) + self.ROW_GAP * (len(self.rows) - 1)

    def draw(self) -> None:
        top = self.height
        for row, height in zip(self.rows, self.heights, strict=True):
            for column, (caption, value, header, cell) in enumerate(row):
                x = column * (self.COLUMN + theme.GUTTER)
                with self.canv.tagged(header):
                    y = self.canv.text((caption,), theme.CAPTION, x, top)
                with self.canv.tagged(cell):
                    self.canv.text(value, theme.FACT, x, y)
            top -= height + self.ROW_GAP


def _triangle_element(parent: Element) -> Element:
    return parent.add(
        "Figure", alt=TRIANGLE_ALT, actual_text=TRIANGLE, attributes="<</O/Layout/Placement/Inline>>"
    )


def _draw_triangle(canvas: TaggedCanvas, middle: float) -> None:
    half = TRIANGLE_SIZE / 2
    canvas.setFillColorRGB(*theme.BLACK)
    path = canvas.beginPath()
    path.moveTo(0, middle + 0.87 * half)
    path.lineTo(TRIANGLE_SIZE, middle + 0.87 * half)
    path.lineTo(half, middle - 0.87 * half)
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _broken(lines: Sequence[str], style: theme.Style, available: float) -> list[str]:
    return break_lines([line for line in lines if line], style.font, style.size, available)
