"""Records as CSV or JSON, piece by piece."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from io import StringIO

from forms.desk.exporting.cells import neutral_line
from forms.desk.exporting.plan import METADATA, Plan
from forms.desk.exporting.records import Record
from forms.desk.exporting.xlsx import as_xlsx
from forms.desk.models import Export

Batches = Iterable[Iterable[Record]]
MEDIA_TYPES = {
    Export.Format.CSV.value: "text/csv; charset=utf-8",
    Export.Format.XLSX.value: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Export.Format.JSON.value: "application/json",
}
_NAMES = tuple(name.lower().replace(" ", "_") for name in METADATA)


def written(file_format: str, plan: Plan, batches: Batches) -> Iterator[bytes]:
    """Yield a file of these records, a piece for each batch."""
    if file_format == Export.Format.JSON:
        return _as_json(plan, batches)
    headings = [*METADATA, *plan.headings]
    lines = (_lines(plan, batch) for batch in batches)
    return as_xlsx(headings, lines) if file_format == Export.Format.XLSX else _as_csv(headings, lines)


def _lines(plan: Plan, batch: Iterable[Record]) -> Iterator[list[str]]:
    empty, places = [""] * len(plan.headings), plan.places
    for metadata, version_id, answers in batch:
        yield [*metadata, *(places[version_id].cells(answers) if answers is not None else empty)]


def _as_csv(headings: list[str], batches: Iterable[Iterable[list[str]]]) -> Iterator[bytes]:
    """Yield CSV in UTF-8 with its mark, for Excel; no cell is ever a formula."""
    file = StringIO(newline="")
    writer = csv.writer(file)
    file.write("\ufeff")
    writer.writerow(neutral_line(headings))
    for batch in batches:
        for line in map(neutral_line, batch):
            # Where nothing has to be quoted, which is most lines, the writer would write the same.
            plain = ",".join(line)
            if plain.count(",") < len(line) and not ('"' in plain or "\n" in plain or "\r" in plain):
                file.write(f"{plain}\r\n")
            else:
                writer.writerow(line)
        yield _taken(file)
    yield _taken(file)


def _as_json(plan: Plan, batches: Batches) -> Iterator[bytes]:
    """Yield a JSON array of submissions with their answers as they are stored, by the key of the question."""
    file = StringIO()
    file.write("[")
    between = "\n"
    for batch in batches:
        for one in batch:
            entry: dict[str, object] = dict(zip(_NAMES, one.metadata, strict=True))
            entry["version"] = int(one.metadata[2])
            if one.answers is not None:
                known = plan.places[one.version_id].keys
                entry["answers"] = {key: value for key, value in one.answers.items() if key in known}
            file.write(between + json.dumps(entry, ensure_ascii=False, separators=(",", ":")))
            between = ",\n"
        yield _taken(file)
    file.write("\n]\n")
    yield _taken(file)


def _taken(file: StringIO) -> bytes:
    text = file.getvalue()
    file.seek(0)
    file.truncate()
    # Half of a surrogate pair is no text that UTF-8 has.
    return text.encode(errors="replace")
