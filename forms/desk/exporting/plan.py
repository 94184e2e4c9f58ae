"""Which columns an export has, and where each version's answers stand in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from forms.definitions.fields import field_type
from forms.definitions.spec import Answers
from forms.desk.exporting.cells import Printer, printer_of
from forms.desk.rights import Reader
from forms.desk.versions import Version
from forms.submissions.pinned import pinned_spec

METADATA = (
    "Reference", "Form", "Version", "Organisation", "Submitted", "Sent by", "Outcome", "Looked after by", "Tags",
)  # fmt: skip
NOT_KNOWN: Printer = lambda stored: ""  # noqa: E731


@dataclass(frozen=True, slots=True)
class Plan:
    """The answer columns of an export: one per question, whatever versions asked it, named as the newest does."""

    headings: tuple[str, ...]
    printers: Mapping[UUID, tuple[tuple[str, Printer] | None, ...]]
    keys: Mapping[UUID, frozenset[str]]

    def cells(self, version_id: UUID, answers: Answers) -> list[str]:
        """Return a row's cells; those of questions that its version did not ask are empty."""
        cells = []
        get = answers.get
        for column in self.printers[version_id]:
            stored = get(column[0]) if column is not None else None
            cells.append("" if column is None or stored is None else column[1](stored))
        return cells


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
    printers = {
        version.id: tuple(
            (key, fields[version.id][key]) if form == version.form_id and key in fields[version.id] else None
            for form, key in headings
        )
        for version in readable
    }
    keys = {version_id: frozenset(known) for version_id, known in fields.items()}
    return Plan(tuple(headings.values()), printers, keys)


def _may_hold_answers(version: Version, reader: Reader) -> bool:
    return bool(reader.organisation_ids) or reader.may_read(None, version.kind)
