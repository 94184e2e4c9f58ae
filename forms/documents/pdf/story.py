"""Turn content into flowables and their structure, in reading order."""

from __future__ import annotations

from forms.documents.content import DocumentContent, Notice as NoticeContent, Row, Section
from forms.documents.pdf import theme
from forms.documents.pdf.flowables import AnswerRow, Block, Heading, Notice, Text
from forms.documents.pdf.furniture import Furniture
from forms.documents.pdf.masthead import Facts, Masthead
from forms.documents.pdf.tagging import Element, row_header
from forms.documents.pdf.text import printable

SAFETY = "safety"


class Story:
    """The flowables of a document; `missing` gathers the characters that had to be replaced."""

    def __init__(self, content: DocumentContent, root: Element) -> None:
        self.root = root
        self.missing: dict[str, None] = {}
        self.flowables: list[Block] = []
        form = f"{self._line(content.form_title)}, version {content.form_version}"
        self.furniture = Furniture(
            programme=self._line(content.programme),
            title=self._line(content.title),
            reference=self._line(content.reference),
            form=form,
            marking=self._line(content.marking),
            running=tuple(self._line(text) for text in content.running),
        )
        self.document_title = f"{self.furniture.title}, {self.furniture.reference}"
        self._open(content, form)
        self._notices(content.notices, safety=False)
        for index, section in enumerate(content.sections):
            self._section(section, key=f"section-{index}")
        self._notices(content.notices, safety=True)

    def _open(self, content: DocumentContent, form: str) -> None:
        self.flowables.append(
            Masthead(
                programme=self._lines(content.programme),
                product=self._lines(content.product),
                black_triangle=content.black_triangle,
                company_role=self._lines(content.company_role),
                reference=self._lines(content.reference),
                root=self.root,
            )
        )
        if self.furniture.marking:
            self.flowables.append(Text((self.furniture.marking,), theme.MARKING, self.root.add("P")))
        self.flowables.append(Text((self.furniture.title,), theme.TITLE, self.root.add("H1"), after=8.0))
        pairs = (
            ("Recipient", self._lines(content.recipient)),
            ("Copy for", self._lines(content.audience)),
            ("Form", (form,)),
            ("Submitted", self._lines(content.submitted_on)),
            *((self._line(row.label), self._broken(row)) for row in content.summary),
        )
        self.flowables.append(Facts(pairs, self.root))

    def _section(self, section: Section, *, key: str) -> None:
        if not section.rows:
            return
        element = self.root.add("Sect")
        heading = Heading(self._lines(section.title), element.add("H2"), key=key)
        table = element.add("Table")
        for index, row in enumerate(section.rows):
            parts = table.add("TR")
            cells = (row_header(parts), parts.add("TD"))
            self.flowables.append(
                AnswerRow(self._lines(row.label), self._broken(row), cells, heading=heading, opens=index == 0)
            )

    def _notices(self, notices: tuple[NoticeContent, ...], *, safety: bool) -> None:
        for notice in notices:
            if (notice.kind == SAFETY) is safety:
                lines = [line for text in notice.lines for line in self._lines(text)]
                self.flowables.append(
                    Notice(self._lines(notice.title), lines, self.root.add("Sect"), safety=safety)
                )

    def _broken(self, row: Row) -> tuple[str, ...]:
        return tuple(line for text in row.lines for line in self._lines(text))

    def _lines(self, text: str) -> tuple[str, ...]:
        return printable(text, self.missing)

    def _line(self, text: str) -> str:
        return " ".join(self._lines(text))
