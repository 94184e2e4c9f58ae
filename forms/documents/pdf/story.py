"""Turn content into flowables and their structure, in reading order."""

from __future__ import annotations

from forms.documents.content import DocumentContent, Notice as NoticeContent, Row, Section, Table
from forms.documents.pdf import theme
from forms.documents.pdf.clauses import ClauseList
from forms.documents.pdf.flowables import AnswerRow, Block, Heading, Notice, Text
from forms.documents.pdf.furniture import Furniture
from forms.documents.pdf.masthead import Facts, Masthead
from forms.documents.pdf.signatures import SignatureBlock
from forms.documents.pdf.tables import TableHead, TableLine
from forms.documents.pdf.tagging import Element, row_header
from forms.documents.pdf.text import printable
from forms.documents.pdf.together import Together

SAFETY = "safety"
ROWS_AFTER_CLAUSES = 10.0


class Story:
    """The flowables of a document; `missing` gathers the characters that had to be replaced."""

    def __init__(self, content: DocumentContent, root: Element) -> None:
        self.root = root
        self.missing: dict[str, None] = {}
        self.flowables: list[Block] = []
        edition = self._line(content.edition or f"{content.form_title}, version {content.form_version}")
        self.furniture = Furniture(
            programme=self._line(content.programme),
            title=self._line(content.title),
            reference=self._line(content.reference),
            form=edition,
            marking=self._line(content.marking),
            running=tuple(self._line(text) for text in content.running),
        )
        self.document_title = f"{self.furniture.title}, {self.furniture.reference}"
        self._open(content, edition)
        self._notices(content.notices, safety=False)
        for index, section in enumerate(content.sections):
            self._section(section, key=f"section-{index}")
        self._notices(content.notices, safety=True)

    def _open(self, content: DocumentContent, edition: str) -> None:
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
        usual = (
            ("Recipient", self._lines(content.recipient)),
            ("Copy for", self._lines(content.audience)),
            ("Form", (edition,)),
            ("Submitted", self._lines(content.submitted_on)),
        )
        pairs = (*(self._pairs(content.facts) or usual), *self._pairs(content.summary))
        self.flowables.append(Facts(pairs, self.root))

    def _section(self, section: Section, *, key: str) -> None:
        if not (section.rows or section.clauses or section.marks):
            return
        element, before = self.root.add("Sect"), len(self.flowables)
        heading = Heading(self._lines(section.title), element.add("H2"), key=key)
        self.flowables += ClauseList(element, heading, self._lines).blocks(section.clauses)
        self._rows(section, element, heading)
        for index, mark in enumerate(section.marks):
            self.flowables.append(
                SignatureBlock(
                    caption=self._lines(mark.caption),
                    name=self._lines(mark.name),
                    strokes=mark.strokes,
                    rows=[(self._lines(row.label), self._broken(row)) for row in mark.rows],
                    section=element,
                    heading=heading,
                    opens=not (index or section.clauses or section.rows),
                )
            )
        if section.together:
            self.flowables.insert(before, Together(self.flowables[before:]))

    def _rows(self, section: Section, element: Element, heading: Heading) -> None:
        table: Element | None = None
        for index, row in enumerate(section.rows):
            if row.table:
                table = None
                self.flowables += self._table(
                    row, row.table, element, heading, opens=not (index or section.clauses)
                )
                continue
            table = table or element.add("Table")
            parts = table.add("TR")
            cells = (row_header(parts), parts.add("TD"))
            opens = not (index or section.clauses)
            block = AnswerRow(self._lines(row.label), self._broken(row), cells, heading=heading, opens=opens)
            if section.clauses and not index:
                block.space_before = ROWS_AFTER_CLAUSES
            self.flowables.append(block)

    def _table(
        self, row: Row, content: Table, section: Element, heading: Heading, *, opens: bool
    ) -> list[TableLine]:
        table = section.add("Table")
        texts = [[self._lines(text) for text in cells] for cells in content.rows]
        head = TableHead(
            self._lines(row.label), [self._lines(text) for text in content.columns], texts, table
        )
        lines = []
        for number, cells in enumerate(texts):
            parts = table.add("TR")
            elements = [parts.add("TD") for _ in cells]
            lines.append(
                TableLine(
                    cells, elements, head=head, first=not number, heading=heading, opens=opens and not number
                )
            )
        return lines

    def _notices(self, notices: tuple[NoticeContent, ...], *, safety: bool) -> None:
        for notice in notices:
            if (notice.kind == SAFETY) is safety:
                lines = [line for text in notice.lines for line in self._lines(text)]
                self.flowables.append(
                    Notice(self._lines(notice.title), lines, self.root.add("Sect"), safety=safety)
                )

    def _pairs(self, rows: tuple[Row, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple((self._line(row.label), self._broken(row)) for row in rows)

    def _broken(self, row: Row) -> tuple[str, ...]:
        return tuple(line for text in row.lines for line in self._lines(text))

    def _lines(self, text: str) -> tuple[str, ...]:
        return printable(text, self.missing)

    def _line(self, text: str) -> str:
        return " ".join(self._lines(text))
