"""A document before it is drawn: plain, frozen data that renders the same today and in ten years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Table:
    """An answer of several rows: the heads of its columns, and a text for each cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A label and the lines of its answer, as they are printed; with a `table` that instead of the lines."""

    label: str
    lines: tuple[str, ...]
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Clause:
    """A paragraph of an agreement's text; `number` as it is printed, such as "2.1" or "(a)", or empty.

    `level` says how deep it stands; the least deep numbers of a section stand at the margin. Without a number
    a clause at level 0 stands at the margin, and a deeper one continues the numbered clause before it. A short
    clause at level 0 that ends in no full stop, with others after it, is drawn as a heading of these.
    """

    number: str
    text: str
    level: int = 0


Stroke = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A person's signature: the name as typed, and the strokes if they drew it as well.

    Strokes are polylines in a box of `MARK_WIDTH` by `MARK_HEIGHT`, counted from its upper left corner.
    """

    caption: str
    name: str
    strokes: tuple[Stroke, ...] = ()
    rows: tuple[Row, ...] = ()


MARK_WIDTH, MARK_HEIGHT = 600, 200


@dataclass(frozen=True, slots=True)
class Section:
    """A step of the form with what this audience receives of it, or a part of an agreement.

    Clauses are drawn first, then rows, then marks. One that stays `together` is not broken over pages.
    """

    title: str
    rows: tuple[Row, ...] = ()
    clauses: tuple[Clause, ...] = ()
    marks: tuple[Mark, ...] = ()
    together: bool = False


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that travels inside the document: its bytes lie under `id` and must have this SHA-256."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A box such as the adverse-event reporting statement; `kind` is 'safety' or 'statement'."""

    kind: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentContent:
    """Everything that a document says, and nothing that it may not say."""

    title: str
    programme: str
    product: str
    black_triangle: bool
    company_role: str
    reference: str
    form_title: str
    form_version: int
    recipient: str
    audience: str
    submitted_on: str  # as printed, for example "3 March 2026, 09:30"
    submitted_at: str  # ISO 8601, UTC: the document's creation date
    sections: tuple[Section, ...]
    notices: tuple[Notice, ...]
    language: str = "en-GB"
    marking: str = ""  # printed across each page, for example "TEST"
    running: tuple[str, ...] = ()  # head of every later page, so that a loose one is told apart
    summary: tuple[Row, ...] = ()  # what the first page says at once
    facts: tuple[Row, ...] = ()  # stand at the top instead of recipient, audience, form and date
    attachments: tuple[Attachment, ...] = ()  # what this audience may have of the uploaded files
    edition: str = ""  # stands in the footer instead of form and version, for example "Text version 3"


def content_to_json(content: DocumentContent) -> dict[str, Any]:
    """Return the content as plain JSON data, as it is stored."""
    plain = {field.name: getattr(content, field.name) for field in fields(content)}
    notices = [{"kind": one.kind, "title": one.title, "lines": one.lines} for one in content.notices]
    return {
        **plain,
        "attachments": [asdict(one) for one in content.attachments],
        "sections": [_section_to_json(one) for one in content.sections],
        "notices": notices,
        "summary": _rows_to_json(content.summary),
        "facts": _rows_to_json(content.facts),
    }


def content_from_json(data: Mapping[str, Any]) -> DocumentContent:
    """Read what `content_to_json` wrote, today or before a key was added."""
    notices = tuple(Notice(n["kind"], n["title"], tuple(n["lines"])) for n in data["notices"])
    return DocumentContent(
        **{
            **data,
            "sections": tuple(_section_from_json(one) for one in data["sections"]),
            "notices": notices,
            "attachments": tuple(Attachment(**one) for one in data.get("attachments", ())),
            "running": tuple(data.get("running", ())),
            "summary": _rows_from_json(data.get("summary", ())),
            "facts": _rows_from_json(data.get("facts", ())),
        }
    )


def _section_to_json(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "rows": _rows_to_json(section.rows),
        "clauses": [{"number": c.number, "text": c.text, "level": c.level} for c in section.clauses],
        "marks": [
            {"caption": m.caption, "name": m.name, "strokes": m.strokes, "rows": _rows_to_json(m.rows)}
            for m in section.marks
        ],
        "together": section.together,
    }


def _section_from_json(data: Mapping[str, Any]) -> Section:
    return Section(
        title=data["title"],
        rows=_rows_from_json(data["rows"]),
        clauses=tuple(Clause(c["number"], c["text"], c["level"]) for c in data.get("clauses", ())),
        marks=tuple(
            Mark(m["caption"], m["name"], _strokes_from_json(m["strokes"]), _rows_from_json(m["rows"]))
            for m in data.get("marks", ())
        ),
        together=data.get("together", False),
    )


def _strokes_from_json(strokes: Iterable[Iterable[Iterable[int]]]) -> tuple[Stroke, ...]:
    return tuple(tuple((x, y) for x, y in stroke) for stroke in strokes)


def _rows_to_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [
        {"label": row.label, "lines": row.lines}
        | ({"table": {"columns": row.table.columns, "rows": row.table.rows}} if row.table else {})
        for row in rows
    ]


def _rows_from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(Row(row["label"], tuple(row["lines"]), _table_from_json(row.get("table"))) for row in rows)


def _table_from_json(data: Mapping[str, Any] | None) -> Table | None:
    return Table(tuple(data["columns"]), tuple(tuple(row) for row in data["rows"])) if data else None
