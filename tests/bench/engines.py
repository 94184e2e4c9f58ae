"""The same registration drawn by hand on a raw ReportLab canvas, and by WeasyPrint as a tagged PDF."""

from __future__ import annotations

import html
import io

import weasyprint
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from forms.documents.content import DocumentContent, Notice, Row
from forms.documents.fonts import FOLDER

PLAIN, BOLD = "Hand", "HandBold"
LEFT, RIGHT, TOP, FOOT = 51, 544, 800.0, 62
STYLE = """
@font-face {{ font-family: N; src: url(file://{folder}/NotoSans-Regular.ttf) }}
@font-face {{ font-family: N; font-weight: bold; src: url(file://{folder}/NotoSans-Bold.ttf) }}
@page {{ size: A4; margin: 60px 51px;
         @bottom-right {{ content: "Page " counter(page) " of " counter(pages) }} }}
body {{ font: 9.5px/12.5px N }}
table {{ width: 100%; border-collapse: collapse }}
th {{ width: 168px; text-align: left; font-weight: normal }}
td, th {{ border-bottom: .5px solid #ccc; padding: 4.5px 0; vertical-align: top }}
"""


def register_fonts() -> None:
    """Give the hand-drawn pages font objects of their own: ReportLab would share ours by face name."""
    pdfmetrics._dynFaceNames.clear()
    for name, file in ((PLAIN, "NotoSans-Regular.ttf"), (BOLD, "NotoSans-Bold.ttf")):
        pdfmetrics.registerFont(TTFont(name, str(FOLDER / file)))


class Hand:
    """Draw a document with coordinates in code: no tags, no archive, no general layout."""

    def __init__(self, content: DocumentContent) -> None:
        self.content = content
        self.output = io.BytesIO()
        self.canvas = Canvas(
            self.output, pagesize=(595.28, 841.89), invariant=1, initialFontName=PLAIN, pageCompression=1
        )
        self.y = TOP
        self.page = 1

    def draw(self) -> bytes:
        """Return the finished file."""
        self._head()
        self._notice(self.content.notices[0])
        for section in self.content.sections:
            self._need(60)
            self.y -= 16
            self._text(section.title, BOLD, 11.5, 15)
            self.y -= 5
            self.canvas.line(LEFT, self.y, RIGHT, self.y)
            for row in section.rows:
                self._row(row)
        self._notice(self.content.notices[1])
        self._foot()
        self.canvas.showPage()
        self.canvas.save()
        return self.output.getvalue()

    def _head(self) -> None:
        one = self.content
        for text, font, size, leading in (
            (one.programme, BOLD, 13.0, 16.0),
            (one.product, PLAIN, 9.5, 13.0),
            (one.company_role, PLAIN, 7.5, 10.0),
            (f"Reference {one.reference}", BOLD, 15.0, 19.0),
            (one.title, BOLD, 20.0, 25.0),
        ):
            self._text(text, font, size, leading)
        for label, text in (
            ("Recipient", one.recipient),
            ("Copy for", one.audience),
            ("Form", one.form_title),
            ("Submitted", one.submitted_on),
        ):
            self._text(label, PLAIN, 8, 11)
            self._text(text, BOLD, 9.5, 12.5)

    def _foot(self) -> None:
        self.canvas.setFont(PLAIN, 8)
        self.canvas.drawString(LEFT, 38, f"{self.content.reference} · {self.content.form_title}")
        self.canvas.drawRightString(RIGHT, 38, f"Page {self.page}")
        self.canvas.line(LEFT, 50, RIGHT, 50)

    def _need(self, height: float) -> None:
        if self.y - height < FOOT:
            self._foot()
            self.canvas.showPage()
            self.page += 1
            self.y = TOP - 20

    def _text(self, text: str, font: str, size: float, leading: float, x: float = LEFT) -> None:
        lines = simpleSplit(text, font, size, RIGHT - x)
        self._lines(lines, font, size, leading, x, self.y - leading * 0.77)
        self.y -= len(lines) * leading

    def _lines(self, lines: list[str], font: str, size: float, leading: float, x: float, y: float) -> None:
        written = self.canvas.beginText(x, y)
        written.setFont(font, size, leading)
        for line in lines:
            written.textLine(line)
        self.canvas.drawText(written)

    def _notice(self, notice: Notice) -> None:
        self._need(80)
        self._text(notice.title, BOLD, 10, 13.5, 60)
        for line in notice.lines:
            self._text(line, PLAIN, 9, 12.5, 60)
        self.y -= 14

    def _row(self, row: Row) -> None:
        answer = [part for line in row.lines for part in simpleSplit(line, PLAIN, 9.5, 311)]
        label = simpleSplit(row.label, PLAIN, 9, 168)
        height = max(len(answer), len(label)) * 12.5 + 9
        self._need(height)
        self._lines(label, PLAIN, 9, 12.5, LEFT, self.y - 14.1)
        self._lines(answer, PLAIN, 9.5, 12.5, 233, self.y - 14.1)
        self.y -= height
        self.canvas.line(LEFT, self.y, RIGHT, self.y)


def by_hand(content: DocumentContent) -> bytes:
    """Return the pages drawn on a raw canvas."""
    return Hand(content).draw()


def by_weasyprint(content: DocumentContent) -> bytes:
    """Return WeasyPrint's tagged PDF of the same content."""
    text = html.escape

    def notice(one: Notice) -> str:
        return f"<h2>{text(one.title)}</h2>" + "".join(f"<p>{text(line)}</p>" for line in one.lines)

    def row(one: Row) -> str:
        answer = "<br>".join(map(text, one.lines))
        return f"<tr><th scope=row>{text(one.label)}</th><td>{answer}</td></tr>"

    sections = "".join(
        f"<h2>{text(one.title)}</h2><table>{''.join(map(row, one.rows))}</table>" for one in content.sections
    )
    page = (
        f"<!doctype html><html lang=en-GB><title>{text(content.title)}</title>"
        f"<style>{STYLE.format(folder=FOLDER)}</style><p>{text(content.programme)}<p>{text(content.product)}"
        f"<p>{text(content.company_role)}<p><b>{text(content.reference)}</b><h1>{text(content.title)}</h1>"
        f"{notice(content.notices[0])}{sections}{notice(content.notices[1])}"
    )
    made: bytes = weasyprint.HTML(string=page).write_pdf(pdf_variant="pdf/ua-1")
    return made
