"""Read a text as written, with its numbers and where each part stands. Never raises on bad content."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agreements.texts.spec import PARTICULARS, PARTIES, Json
from forms.definitions.compile.problems import BlockPath, CompileProblem

if TYPE_CHECKING:
    from agreements.texts.models import TextVersion

UNNUMBERED = frozenset({PARTIES, PARTICULARS})


@dataclass(frozen=True, slots=True)
class SourceClause:
    """One clause or sub-clause as written, empty ones included, so that numbers are the editor's."""

    path: BlockPath
    key: str
    number: str
    text: str
    level: int


@dataclass(frozen=True, slots=True)
class SourceDefinition:
    """One row of the definitions as written."""

    path: BlockPath
    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class SourceSection:
    """One part of the text as written."""

    path: BlockPath
    kind: str
    number: str
    title: str
    clauses: tuple[SourceClause, ...] = ()
    definitions: tuple[SourceDefinition, ...] = ()

    @property
    def name(self) -> str:
        """How the editor finds the section."""
        title = f"“{self.title}”" if self.title else "without a title"
        return f"Section {self.number} {title}" if self.number else f"Part {title}"

    def problem(self, message: str, *below: str | int) -> CompileProblem:
        """Return a problem at this section, or at a part of it."""
        return CompileProblem((*self.path, *below), message, self.name)

    def problem_of(self, clause: SourceClause, message: str, below: str = "text") -> CompileProblem:
        """Return a problem at one of the section's clauses."""
        where = f"{self.name}, clause {clause.number}" if clause.number else self.name
        return CompileProblem((*clause.path, below), message, where)


@dataclass(frozen=True, slots=True)
class Source:
    """A text as written."""

    title: str
    sections: tuple[SourceSection, ...]

    def clauses(self) -> Iterator[tuple[SourceSection, SourceClause]]:
        """Yield every clause with its section, in the order of the text."""
        for section in self.sections:
            for clause in section.clauses:
                yield section, clause


def read(version: TextVersion) -> Source:
    """Read what an editor wrote."""
    sections = []
    numbered = 0
    for index, block in enumerate(_items(version.body.get_prep_value())):
        kind, value = _text(block.get("type")), _mapping(block.get("value"))
        numbered += kind not in UNNUMBERED
        number = "" if kind in UNNUMBERED else str(numbered)
        sections.append(_section(("body", index), kind, number, value))
    return Source(title=_text(version.title), sections=tuple(sections))


def letters(position: int) -> str:
    """Return the letters of a sub-clause's position from 1: a to z, then aa, ab…"""
    name = ""
    while position:
        position, rest = divmod(position - 1, 26)
        name = chr(ord("a") + rest) + name
    return name


def _section(path: BlockPath, kind: str, number: str, value: Mapping[str, Json]) -> SourceSection:
    clauses = _party_clauses(path, value) if kind == PARTIES else _clauses(path, number, value)
    rows = enumerate(_items(_values(value.get("definitions"))))
    return SourceSection(
        path=path,
        kind=kind,
        number=number,
        title=_text(value.get("title")),
        clauses=tuple(clauses),
        definitions=tuple(
            SourceDefinition((*path, "definitions", index), _text(row.get("term")), _text(row.get("meaning")))
            for index, row in rows
        ),
    )


def _clauses(path: BlockPath, number: str, value: Mapping[str, Json]) -> Iterator[SourceClause]:
    for index, clause in enumerate(_items(_values(value.get("clauses")))):
        at: BlockPath = (*path, "clauses", index)
        own = f"{number}.{index + 1}"
        yield SourceClause(at, _text(clause.get("key")), own, _text(clause.get("text")), 1)
        for row, sub in enumerate(_items(_values(clause.get("sub_clauses")))):
            yield SourceClause(
                (*at, "sub_clauses", row),
                _text(sub.get("key")),
                f"{own}({letters(row + 1)})",
                _text(sub.get("text")),
                2,
            )


def _party_clauses(path: BlockPath, value: Mapping[str, Json]) -> Iterator[SourceClause]:
    yield SourceClause((*path, "introduction"), "", "", _text(value.get("introduction")), 0)
    for index, party in enumerate(_values(value.get("parties"))):
        yield SourceClause((*path, "parties", index), "", f"({index + 1})", _text(party), 1)


def _values(rows: Json) -> list[Json]:
    """Return the values of a ListBlock, written with or without Wagtail's own wrapping."""
    if not isinstance(rows, list):
        return []
    return [
        row["value"] if isinstance(row, Mapping) and row.get("type") == "item" and "value" in row else row
        for row in rows
    ]


def _items(rows: Iterable[Json]) -> list[Mapping[str, Json]]:
    return [_mapping(row) for row in rows]


def _mapping(value: Json) -> Mapping[str, Json]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Json) -> str:
    lines = str(value or "").replace("\r\n", "\n").replace("\x00", "").strip().split("\n")
    return "\n".join(line.strip() for line in lines)
