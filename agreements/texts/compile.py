"""Compile what an editor wrote into a frozen, numbered text, or say everything that stands in the way."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING

from agreements.kinds import Kind
from agreements.particulars.contract import answers_in_text
from agreements.texts.merging import ANSWER_PREFIX, FIELD, MERGE_FIELDS, TERM_FIELDS, fields_in
from agreements.texts.source import Source, SourceSection, read
from agreements.texts.spec import (
    DEFINITIONS,
    PARTICULARS,
    PARTIES,
    SECTION,
    ClauseSpec,
    DefinitionSpec,
    SectionSpec,
    TextSpec,
)
from forms.definitions.compile.problems import CompileProblem, Problems

if TYPE_CHECKING:
    from agreements.texts.models import TextVersion

SAMPLE_NOTICE = "Sample text: to be replaced by the owner’s lawyers"
REFERENCE = re.compile(r"\{\{ *clause:([A-Za-z0-9_-]*) *\}\}")
KEY = re.compile(r"[a-z][a-z0-9_-]*")
# NHS bodies sign simple contracts here: another form of contract needs a seal or a witness.
DEED = re.compile(r"\bdeeds?\b", re.IGNORECASE)
MUST_MENTION: Mapping[Kind, tuple[str, ...]] = {
    Kind.OFFER: ("organisation_name", "partner_name", "sponsor_name"),
    Kind.AUTHORISATION: ("organisation_name", "partner_name", "programme_name"),
    Kind.SLA: ("organisation_name", "partner_name", "programme_name"),
}


class TextCompileFailed(Exception):
    """The text cannot be proposed; `problems` says everything that must change, in the order of the text."""

    def __init__(self, problems: Iterable[CompileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=_place))
        super().__init__("\n".join(str(problem) for problem in self.problems))


def compile_text(version: TextVersion) -> TextSpec:
    """Return the spec of a version as it is written now; raise TextCompileFailed with every problem."""
    source = read(version)
    kind = Kind(version.text.kind)
    problems = tuple(
        chain(
            _of_the_whole(source),
            _of_parts(source),
            _of_keys(source),
            _of_words(source, kind, version.term_months),
            _of_mentions(source, kind),
        )
    )
    if problems:
        raise TextCompileFailed(problems)
    notice = SAMPLE_NOTICE if version.is_sample else ""
    return TextSpec(
        title=f"{source.title} (sample text)" if version.is_sample else source.title,
        sections=tuple(_section(section, _numbers(source)) for section in source.sections),
        notice=notice,
        term_months=version.term_months,
    )


def merge_fields_of(kind: Kind) -> dict[str, str]:
    """Return the merge fields that texts of a kind may use, each with its explanation for editors."""
    answers = {
        f"{ANSWER_PREFIX}{one.key}": f"The answer to “{one.key}” of the particulars."
        for one in answers_in_text(kind)
    }
    return {**MERGE_FIELDS, **answers}


def _section(section: SourceSection, numbers: Mapping[str, str]) -> SectionSpec:
    def resolved(text: str) -> str:
        return REFERENCE.sub(lambda match: numbers[match[1]], text)

    return SectionSpec(
        kind=section.kind,
        title=resolved(section.title),
        number=section.number,
        clauses=tuple(
            ClauseSpec(one.key, one.number, resolved(one.text), one.level) for one in section.clauses
        ),
        definitions=tuple(
            DefinitionSpec(resolved(one.term), resolved(one.meaning)) for one in section.definitions
        ),
    )


def _numbers(source: Source) -> dict[str, str]:
    return {clause.key: clause.number for _, clause in source.clauses() if clause.key}


def _of_the_whole(source: Source) -> Problems:
    if not source.title:
        yield CompileProblem(("title",), "Give the text a title.")
    kinds = Counter(section.kind for section in source.sections)
    if not kinds[PARTIES]:
        yield CompileProblem(("body",), "Add the part that says who the parties are.")
    if kinds[PARTIES] > 1:
        yield CompileProblem(("body",), "Say only once who the parties are.")
    if not kinds[PARTICULARS]:
        yield CompileProblem(("body",), "Mark where the particulars are printed.")
    if kinds[PARTICULARS] > 1:
        yield CompileProblem(("body",), "Mark only one place where the particulars are printed.")
    if not kinds[SECTION]:
        yield CompileProblem(("body",), "Add at least one section with a clause.")


def _of_parts(source: Source) -> Problems:
    for section in source.sections:
        if not section.title:
            yield section.problem("Give this part a title.", "title")
        if section.kind == SECTION and not section.clauses:
            yield section.problem("Add a clause, or remove the section.", "clauses")
        if section.kind == DEFINITIONS and not section.definitions:
            yield section.problem("Add a term with its meaning, or remove the definitions.", "definitions")
        for clause in section.clauses:
            if not clause.text:
                yield section.problem_of(clause, "Write the clause, or remove it.")
        for row in section.definitions:
            if not row.term or not row.meaning:
                yield CompileProblem(
                    (*row.path, "meaning" if row.term else "term"),
                    "Give every row a term and its meaning.",
                    section.name,
                )


def _of_keys(source: Source) -> Problems:
    counts = Counter(clause.key for _, clause in source.clauses() if clause.key)
    for section, clause in source.clauses():
        if clause.key and not KEY.fullmatch(clause.key):
            yield section.problem_of(clause, "Use lower-case letters, digits and hyphens for the key.", "key")
        elif counts[clause.key] > 1:
            yield section.problem_of(clause, f"Another clause has the key “{clause.key}” too.", "key")
    terms = Counter(row.term.casefold() for section in source.sections for row in section.definitions)
    for section in source.sections:
        for row in section.definitions:
            if row.term and terms[row.term.casefold()] > 1:
                message = f"“{row.term}” is defined more than once."
                yield CompileProblem((*row.path, "term"), message, section.name)


def _of_words(source: Source, kind: Kind, term_months: int | None) -> Problems:
    fields = merge_fields_of(kind)
    known = _numbers(source)
    for place, text in _places(source):
        for message in _messages(text, fields, known, term_months):
            yield CompileProblem(place.path, message, place.where)


def _messages(
    text: str, fields: Mapping[str, str], known: Mapping[str, str], term_months: int | None
) -> Iterator[str]:
    for key in dict.fromkeys(REFERENCE.findall(text)):
        if key not in known:
            yield f"No clause has the key “{key}” to which this refers."
    for name in dict.fromkeys(fields_in(text)):
        if name not in fields:
            yield f"There is no merge field “{name}”."
        elif name in TERM_FIELDS and term_months is None:
            yield f"“{name}” needs a term: say how many months an agreement on this text runs."
    rest = REFERENCE.sub("", FIELD.sub("", text))
    if "{" in rest or "}" in rest:
        yield "The braces are broken: write a merge field as {{organisation_name}}, and no other braces."
    if DEED.search(text):
        yield "The word “deed” cannot be used: agreements are signed here as simple contracts."


def _of_mentions(source: Source, kind: Kind) -> Problems:
    mentioned = {name for _, text in _places(source) for name in fields_in(text)}
    for name in MUST_MENTION[kind]:
        if name not in mentioned:
            yield CompileProblem(("body",), f"Mention {{{{{name}}}}}: {MERGE_FIELDS[name]}")


def _places(source: Source) -> Iterator[tuple[CompileProblem, str]]:
    """Yield everything that is read, each with a problem that has a place but no message yet."""
    yield CompileProblem(("title",), ""), source.title
    for section in source.sections:
        yield section.problem("", "title"), section.title
        for clause in section.clauses:
            yield section.problem_of(clause, ""), clause.text
        for row in section.definitions:
            yield CompileProblem((*row.path, "term"), "", section.name), row.term
            yield CompileProblem((*row.path, "meaning"), "", section.name), row.meaning


def _place(problem: CompileProblem) -> tuple[int, ...]:
    """Order problems as the editor meets them: the text as a whole, then part by part."""
    return tuple(part for part in problem.path if isinstance(part, int))
