"""Prose in numbered clauses: hanging numbers, nested lists for a screen reader, no lines left alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from forms.documents.content import Clause
from forms.documents.pdf import fonts, theme
from forms.documents.pdf.flowables import Heading, InSection, copy_of
from forms.documents.pdf.tagging import Element
from forms.documents.pdf.text import break_lines

# A line of prose that is longer than this is hard to follow back to the next one.
MEASURE = 438.0
INDENT = 30.0
NUMBER_GAP = 7.0
# Lines of a clause that must stand together at the foot and at the head of a page.
FEWEST = 2
SHORTEST_LAST_LINE = 48.0
NARROWER = (10.0, 20.0, 32.0, 46.0)
LONGEST_HEADING = 90  # characters
SPACE, SPACE_DEEPER, SPACE_ABOVE_HEADING = 5.5, 3.5, 10.0


class ClauseBlock(InSection):
    """One clause: its number hangs beside its text. Split over pages it stays one element."""

    PADDING = theme.ROW_PADDING

    def __init__(
        self,
        number: str,
        text: Sequence[str],
        elements: tuple[Element, Element],
        *,
        left: float,
        hang: float,
        style: theme.Style,
        heading: Heading,
        opens: bool,
    ) -> None:
        super().__init__(heading, opens=opens)
        self.style, self.number = style, f"{number} " if number else ""
        self.number_element, self.text_element = elements
        self.left, self.text_left = left, left + hang
        self.lines = _set(text, style, self._room())
        # What must follow on the same page: the first lines of the next clause.
        self.leads_to = 0.0

    def _room(self) -> float:
        return max(min(INDENT + MEASURE, theme.WIDTH) - self.text_left, MEASURE / 2)

    @property
    def least_height(self) -> float:
        """Return the height in points of the lines that may stand alone at the foot of a page."""
        whole = len(self.lines) < 2 * FEWEST
        return self.space_before + (len(self.lines) if whole else FEWEST) * self.style.leading

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        self.place_heading()
        self.height = self.top + len(self.lines) * self.style.leading
        if self.height <= available_height < self.height + self.leads_to and not self._frame._atTop:
            # It leads to the next clause, which has no room: ask for more than there is.
            return theme.WIDTH, available_height + 1
        return theme.WIDTH, self.height

    def split(self, available_width: float, available_height: float) -> list[ClauseBlock]:
        self.wrap(available_width, available_height)
        room = int((available_height - self.top) // self.style.leading)
        take = min(room, len(self.lines) - FEWEST)
        if take < FEWEST:
            return []
        return [self._part(0, take), self._part(take, len(self.lines))]

    def _part(self, first: int, last: int) -> ClauseBlock:
        part = copy_of(self)
        part.lines = self.lines[first:last]
        if first:
            part.opens, part.space_before, part.number = False, 0.0, ""
        if last < len(self.lines):
            part.leads_to = 0.0
        return part

    def draw(self) -> None:
        canvas, start = self.canv, self.height - self.top
        self.draw_heading()
        if self.number:
            with canvas.tagged(self.number_element):
                canvas.text((self.number,), self.style, self.left, start)
        with canvas.tagged(self.text_element):
            canvas.text(self.lines, self.style, self.text_left, start)


class ClauseList:
    """Turn a section's clauses into blocks, each in its place of the structure."""

    def __init__(self, section: Element, heading: Heading, lines: Callable[[str], tuple[str, ...]]) -> None:
        self.section, self.heading, self.lines = section, heading, lines
        self.open: list[_OpenList] = []
        self.hangs: dict[int, float] = {}  # by level, from a number's start to its text
        self.margin = 0  # the level that stands at the margin

    def blocks(self, clauses: Sequence[Clause]) -> list[ClauseBlock]:
        """Return the blocks of a section's clauses in reading order; the first one opens the section."""
        self.margin = _level_at_the_margin(clauses)
        for clause in clauses:
            # One column for all numbers of a level.
            self.hangs[clause.level] = max(self.hangs.get(clause.level, INDENT), _hang(clause.number))
        made: list[ClauseBlock] = []
        leading: list[bool] = []
        for index, clause in enumerate(clauses):
            following = clauses[index + 1] if index + 1 < len(clauses) else None
            is_heading = following is not None and _is_heading(clause)
            block = self._block(clause, opens=not made, is_heading=is_heading)
            made.append(block)
            deeper = following is not None and following.level > clause.level
            leading.append(deeper or is_heading or (block.opens and len(block.lines) <= FEWEST))
        # From the end: a heading may lead to a clause that itself leads to the next.
        for block, after, leads in reversed(list(zip(made, made[1:], leading, strict=False))):
            block.leads_to = after.least_height + after.leads_to if leads else 0.0
        return made

    def _block(self, clause: Clause, *, opens: bool, is_heading: bool) -> ClauseBlock:
        elements = self._heading() if is_heading else self._elements(clause)
        block = ClauseBlock(
            " ".join(self.lines(clause.number)),
            self.lines(clause.text),
            elements,
            left=self._left(clause),
            hang=self.hangs[clause.level] if clause.number else 0.0,
            style=theme.CLAUSE_HEADING if is_heading else theme.CLAUSE,
            heading=self.heading,
            opens=opens,
        )
        if self.open and clause.number:
            self.open[-1].text_left = block.text_left
        if not opens:
            usual = SPACE if clause.level <= self.margin else SPACE_DEEPER
            block.space_before = SPACE_ABOVE_HEADING if is_heading else usual
        return block

    def _left(self, clause: Clause) -> float:
        # A paragraph without a number stands under the text of the item that it continues.
        if self.open and not clause.number:
            return self.open[-1].text_left
        return max(clause.level - self.margin, 0) * INDENT

    def _heading(self) -> tuple[Element, Element]:
        self.open.clear()
        element = self.section.add("H3")
        return element, element

    def _elements(self, clause: Clause) -> tuple[Element, Element]:
        """Return where the number and the text of a clause belong, closing and opening lists."""
        # At the margin a paragraph without a number closes every list; deeper it continues an item.
        deepest = clause.level if clause.number or clause.level else -1
        while self.open and self.open[-1].level > deepest:
            self.open.pop()
        if not clause.number:
            paragraph = (self.open[-1].body if self.open else self.section).add("P")
            return paragraph, paragraph
        if not self.open or self.open[-1].level < clause.level:
            parent = self.open[-1].body if self.open else self.section
            self.open.append(_OpenList(clause.level, _list(parent, clause.number)))
        label, text = self.open[-1].add_item()
        return label, text


class _OpenList:
    """A list that may get more items, and the body of its last one."""

    def __init__(self, level: int, element: Element) -> None:
        self.level, self.element = level, element
        self.body = element
        self.text_left = 0.0

    def add_item(self) -> tuple[Element, Element]:
        """Append an item; return the elements of its number and of its text."""
        item = self.element.add("LI")
        label = item.add("Lbl")
        self.body = item.add("LBody")
        return label, self.body.add("P")


def _set(text: Sequence[str], style: theme.Style, room: float) -> list[str]:
    """Break a text into lines, a little narrower where its last line would be a stray word."""
    widest = break_lines(text, style.font, style.size, room)
    lines = widest
    for narrower in NARROWER:
        if len(lines) < 2 or fonts.width(lines[-1], style.font, style.size) > SHORTEST_LAST_LINE:
            return lines
        lines = break_lines(text, style.font, style.size, room - narrower)
        if len(lines) > len(widest):
            break
    return widest


def _list(parent: Element, first_number: str) -> Element:
    numbering = "Decimal" if first_number.strip("( ")[:1].isdigit() else "LowerAlpha"
    return parent.add("L", attributes=f"<</O/List/ListNumbering/{numbering}>>")


def _level_at_the_margin(clauses: Sequence[Clause]) -> int:
    """Return the level of the least indented clauses: headings and lead paragraphs take no column of their own."""
    numbered = [clause.level for clause in clauses if clause.number and not _is_heading(clause)]
    return min(numbered or [clause.level for clause in clauses], default=0)


def _is_heading(clause: Clause) -> bool:
    text = clause.text.rstrip()
    return clause.level == 0 and len(text) <= LONGEST_HEADING and not text.endswith((".", ":", ";", ","))


def _hang(number: str) -> float:
    style = theme.CLAUSE_HEADING  # the wider of the two in which numbers are set
    return fonts.width(number, style.font, style.size) + NUMBER_GAP
