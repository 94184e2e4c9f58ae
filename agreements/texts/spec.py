"""An agreement's text as plain, frozen data: what an editor wrote, numbered. No Django here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

Json = Any

SECTION, DEFINITIONS, PARTIES, PARTICULARS = "section", "definitions", "parties", "particulars"


@dataclass(frozen=True, slots=True)
class ClauseSpec:
    """One clause. `level` is 0 for a paragraph without a number, 1 for 1.1 and 2 for 1.1(a).

    Blank lines in `text` part its paragraphs.
    """

    key: str
    number: str
    text: str
    level: int = 1

    def paragraphs(self) -> tuple[str, ...]:
        """Return the clause's paragraphs, in order."""
        return tuple(part.strip() for part in self.text.split("\n\n") if part.strip())


@dataclass(frozen=True, slots=True)
class DefinitionSpec:
    """What a term means in this text."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class SectionSpec:
    """One section. The parties and the particulars have no number; the particulars have only a place."""

    kind: str
    title: str
    number: str = ""
    clauses: tuple[ClauseSpec, ...] = ()
    definitions: tuple[DefinitionSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class TextSpec:
    """A whole text at one version; signatures always follow the last section.

    `notice` marks sample text for everybody who reads it. `term_months` is how long an agreement
    made on the text runs; None for no fixed term.
    """

    title: str
    sections: tuple[SectionSpec, ...] = ()
    notice: str = ""
    term_months: int | None = None

    def texts(self) -> Iterator[str]:
        """Yield everything that is read, in order."""
        yield self.title
        for section in self.sections:
            yield section.title
            for definition in section.definitions:
                yield definition.term
                yield definition.meaning
            for clause in section.clauses:
                yield clause.text


def to_json(spec: TextSpec) -> dict[str, Json]:
    """Return the spec as plain JSON data."""
    data: dict[str, Json] = json.loads(json.dumps(asdict(spec)))
    return data


def sha256_of(spec: TextSpec) -> str:
    """Return the SHA-256 of the spec's canonical JSON: equal texts have equal hashes."""
    canonical = json.dumps(to_json(spec), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def from_json(data: Mapping[str, Json]) -> TextSpec:
    """Read what `to_json` wrote."""
    return TextSpec(**{**data, "sections": tuple(_section(section) for section in data["sections"])})


def _section(data: Mapping[str, Json]) -> SectionSpec:
    return SectionSpec(
        **{
            **data,
            "clauses": tuple(ClauseSpec(**clause) for clause in data["clauses"]),
            "definitions": tuple(DefinitionSpec(**definition) for definition in data["definitions"]),
        }
    )
