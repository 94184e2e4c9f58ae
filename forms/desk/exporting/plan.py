"""Which columns an export has, and where each version's answers stand in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any
from uuid import UUID

from forms.definitions.fields import field_type
from forms.definitions.spec import Answers
from forms.desk.exporting.cells import Labels, Printer, printer_of
from forms.desk.rights import Reader
from forms.desk.versions import Version
from forms.submissions.pinned import pinned_spec

METADATA = (
    "Reference", "Form", "Version", "Organisation", "Submitted", "Sent by", "Outcome", "Looked after by", "Tags",
)  # fmt: skip
# Stands for a question that a version did not ask: no key is empty.
ABSENT = ""
_TEXT = frozenset([str])


class _Known(dict[str, Any]):
    """Answers, of which those that are not there are empty."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where the answers of a version stand: a key for each column, and what prints those that are no text."""

    taken: Callable[[_Known], tuple[Any, ...]]
    labels: tuple[tuple[int, Labels], ...]
    printers: tuple[tuple[int, Printer], ...]
    keys: frozenset[str]

    def cells(self, answers: Answers) -> list[str]:
        """Return a row's cells; those of questions that the version did not ask are empty."""
        row = list(self.taken(_Known(answers)))
        for place, labels in self.labels:
            if isinstance(stored := row[place], str):
                row[place] = labels[stored]
        for place, printer in self.printers:
            if (stored := row[place]) != "":
                row[place] = printer(stored)
        # What is stored under a question for text and is none counts as no answer.
        return (
            row if _TEXT.issuperset(map(type, row)) else [one if isinstance(one, str) else "" for one in row]
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer columns of an export: one per question, whatever versions asked it, named as the newest does."""

    headings: tuple[str, ...]
    places: Mapping[UUID, Places]


def plan_of(versions: Iterable[Version], reader: Reader | None) -> Plan:
    """Return the columns of these versions' answers; of those only that the person may read. None: no answers."""
    readable = [one for one in versions if reader is not None and _may_hold_answers(one, reader)]
    readable.sort(key=lambda one: (one.form, one.form_id, -one.number))
    several = len({one.form_id for one in readable}) > 1
    headings: dict[tuple[int, str], str] = {}
    fields = {}
    for version in readable:
        spec = pinned_spec(version.id)
        fields[version.id] = {
            field.key: printer_of(field) for field in spec.fields() if field_type(field.type).collects
        }
        for field in spec.fields():
            if field.key in fields[version.id]:
                name = f"{version.form}: {field.label}" if several else field.label
                # The newest version comes first, so its name stands.
                headings.setdefault((version.form_id, field.key), name)
    places = {}
    for one in readable:
        asked = fields[one.id]
        keys = [key if form == one.form_id and key in asked else ABSENT for form, key in headings]
        places[one.id] = places_of(asked, keys)
    return Plan(tuple(headings.values()), places)


def places_of(fields: Mapping[str, Printer | Labels | None], keys: Sequence[str]) -> Places:
    """Return where the answers of a version with these questions stand: a key for each column, or ABSENT."""
    printed = [(place, fields.get(key)) for place, key in enumerate(keys)]
    return Places(
        _taking(keys),
        tuple((place, one) for place, one in printed if isinstance(one, Labels)),
        tuple((place, one) for place, one in printed if one is not None and not isinstance(one, Labels)),
        frozenset(fields),
    )


def _taking(keys: Sequence[str]) -> Callable[[_Known], tuple[Any, ...]]:
    """Return what takes the answers to some questions at once: much faster than one after the other."""
    if len(keys) > 1:
        return itemgetter(*keys)
    return lambda answers: tuple(answers[key] for key in keys)


def _may_hold_answers(version: Version, reader: Reader) -> bool:
    return bool(reader.organisation_ids) or reader.may_read(None, version.kind)
