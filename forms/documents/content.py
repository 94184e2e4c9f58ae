"""A document before it is drawn: plain, frozen data that renders the same today and in ten years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Row:
    """A label and the lines of its answer, as they are printed."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A step of the form with what this audience receives of it."""

    title: str
    rows: tuple[Row, ...]


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


def content_to_json(content: DocumentContent) -> dict[str, Any]:
    """Return the content as plain JSON data, as it is stored."""
    plain = {field.name: getattr(content, field.name) for field in fields(content)}
    sections = [{"title": one.title, "rows": _rows_to_json(one.rows)} for one in content.sections]
    notices = [{"kind": one.kind, "title": one.title, "lines": one.lines} for one in content.notices]
    summary = _rows_to_json(content.summary)
    return {**plain, "sections": sections, "notices": notices, "summary": summary}


def content_from_json(data: Mapping[str, Any]) -> DocumentContent:
    """Read what `content_to_json` wrote."""
    sections = tuple(Section(one["title"], _rows_from_json(one["rows"])) for one in data["sections"])
    notices = tuple(Notice(n["kind"], n["title"], tuple(n["lines"])) for n in data["notices"])
    return DocumentContent(
        **{
            **data,
            "sections": sections,
            "notices": notices,
            "running": tuple(data.get("running", ())),
            "summary": _rows_from_json(data.get("summary", ())),
        }
    )


def _rows_to_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    return [{"label": row.label, "lines": row.lines} for row in rows]


def _rows_from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(Row(row["label"], tuple(row["lines"])) for row in rows)
