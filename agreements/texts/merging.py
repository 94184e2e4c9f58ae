"""Put an agreement's names, dates and contacts into its text. No Django here."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from agreements.texts.spec import ClauseSpec, DefinitionSpec, SectionSpec, TextSpec

MergeValues = Mapping[str, str]

FIELD = re.compile(r"\{\{ *([a-z][a-z0-9_]*) *\}\}")
ANSWER_PREFIX = "answer_"
NOT_GIVEN = "not given"
# What an editor may write between double braces, and what stands there once the agreement is made.
MERGE_FIELDS: dict[str, str] = {
    "organisation_name": "The NHS organisation’s legal name.",
    "organisation_ods_code": "The NHS organisation’s ODS code.",
    "organisation_address": "The NHS organisation’s address.",
    "organisation_sites": "The hospitals and clinics that take part.",
    "partner_name": "The other party’s name.",
    "partner_role": "What the other party does for the programme.",
    "sponsor_name": "The company that funds the programme.",
    "programme_name": "The programme’s name.",
    "product_name": "The medicine’s name.",
    "reference": "The agreement’s reference.",
    "effective_date": "The day from which the agreement holds.",
    "expiry_date": "The last day on which the agreement holds.",
    "term_months": "How many months the agreement runs.",
}
# They have a value only where the text says how long its agreements run.
TERM_FIELDS = frozenset({"expiry_date", "term_months"})
_BRACES = str.maketrans("{}", "()")


class MergeFieldMissing(LookupError):
    """A text asks for a value that the agreement does not have."""


def merged(spec: TextSpec, values: MergeValues) -> TextSpec:
    """Return the text with every merge field replaced by its value; raise MergeFieldMissing.

    A value is plain words within a line: its line breaks become commas and its braces round brackets,
    so that none becomes a field or a clause. An empty one reads “not given”.
    """
    return replace(
        spec,
        title=_filled(spec.title, values),
        sections=tuple(_section(section, values) for section in spec.sections),
    )


def fields_in(text: str) -> Iterator[str]:
    """Yield the names of the merge fields in a text, in order."""
    for match in FIELD.finditer(text):
        yield match[1]


def _section(section: SectionSpec, values: MergeValues) -> SectionSpec:
    return replace(
        section,
        title=_filled(section.title, values),
        clauses=tuple(_clause(clause, values) for clause in section.clauses),
        definitions=tuple(
            DefinitionSpec(_filled(one.term, values), _filled(one.meaning, values))
            for one in section.definitions
        ),
    )


def _clause(clause: ClauseSpec, values: MergeValues) -> ClauseSpec:
    return replace(clause, text=_filled(clause.text, values))


def _filled(text: str, values: MergeValues) -> str:
    def value(match: re.Match[str]) -> str:
        plain = _plain(_value(match[1], values))
        # Whoever typed it may have ended it as a sentence that the text ends itself.
        return plain.removesuffix(".") or plain if text.startswith(".", match.end()) else plain

    # One pass: what a value brings is never looked at again.
    return FIELD.sub(value, text)


def _value(name: str, values: MergeValues) -> str:
    try:
        return values[name]
    except KeyError:
        raise MergeFieldMissing(
            f"The agreement has no value for “{name}”, which its text asks for."
        ) from None


def _plain(value: str) -> str:
    lines = (" ".join(line.split()) for line in value.translate(_BRACES).splitlines())
    return ", ".join(line.rstrip(",") for line in lines if line.rstrip(",")) or NOT_GIVEN
