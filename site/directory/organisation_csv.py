"""Read organisations and sites from a CSV file: each row is checked by itself, nothing is written."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from directory.models import Organisation, ods_validator

COLUMNS = (
    "kind",
    "ods_code",
    "name",
    "address",
    "postcode",
    "status",
    "closed_on",
    "successor_code",
    "organisation_code",
)
NEEDED_COLUMNS = {"ods_code", "name"}
KINDS = {"": "organisation", "organisation": "organisation", "site": "site"}
NAME_LENGTH, ADDRESS_LENGTH = 200, 500
_CODE = re.compile(ods_validator.regex)
_POSTCODE = re.compile(r"^[A-Z]{1,2}\d[A-Z0-9]? \d[A-Z]{2}$")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# Names stand in mail subjects and in the lines of lists. Only an address has lines of its own.
_LINE_BREAK_OR_TAB = re.compile(r"[\t\n\u2028\u2029]")
_WITH_LINES = {"address"}


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong in one line of the file; line 1 is the header."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation as the file has it."""

    line: int
    ods_code: str
    name: str
    address: str = ""
    postcode: str = ""
    closed_on: date | None = None
    successor_code: str = ""


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site as the file has it."""

    line: int
    ods_code: str
    name: str
    organisation_code: str
    postcode: str = ""
    is_open: bool = True


Row = OrganisationRow | SiteRow


class _RowRefused(ValueError):
    pass


def read_rows(lines: Iterable[str]) -> tuple[tuple[Row, ...], tuple[RowProblem, ...]]:
    """Return the rows that can be read and the problems of those that cannot.

    Columns: ods_code, name and any of kind (organisation, site), address, postcode, status (open, closed),
    closed_on (2026-06-30), successor_code, organisation_code (of a site).
    """
    reader = csv.DictReader(lines, strict=True)
    rows: list[Row] = []
    problems: list[RowProblem] = []
    try:
        header = [name.strip() for name in reader.fieldnames or ()]
        reader.fieldnames = header
        problems.extend(RowProblem(1, message) for message in _header_problems(header))
        if problems:
            return (), tuple(problems)
        for values in reader:
            try:
                rows.append(_row(reader.line_num, values))
            except _RowRefused as refused:
                problems.append(RowProblem(reader.line_num, str(refused)))
    except csv.Error as error:
        problems.append(RowProblem(reader.line_num, f"This is not a CSV line: {error}."))
    problems.extend(_repeated(rows))
    return tuple(rows), tuple(problems)


def _header_problems(header: list[str]) -> Iterator[str]:
    if missing := sorted(NEEDED_COLUMNS - set(header)):
        yield f"The first line must name the columns; missing: {', '.join(missing)}."
    elif unknown := [name for name in header if name not in COLUMNS]:
        yield f"Unknown column {unknown[0]!r}. Known are {', '.join(COLUMNS)}."
    elif len(set(header)) != len(header):
        yield "A column is named twice."


def _row(line: int, raw: Mapping[str | None, str | list[str] | None]) -> Row:
    if None in raw:
        raise _RowRefused("There are more values than columns.")
    values = {str(name): value.strip() for name, value in raw.items() if isinstance(value, str)}
    if any(_UNPRINTABLE.search(value) for value in values.values()):
        raise _RowRefused("There are characters that cannot be printed.")
    for column, value in values.items():
        if column not in _WITH_LINES and _LINE_BREAK_OR_TAB.search(value):
            raise _RowRefused(f"The {column} holds a line break or a tab.")
    kind = KINDS.get(values.get("kind", "").lower())
    if kind is None:
        raise _RowRefused("The kind is organisation or site.")
    code, name = _code(values.get("ods_code", "")), _short(values, "name", NAME_LENGTH)
    if not name:
        raise _RowRefused("The name is missing.")
    closed_on = _closed_on(values)
    if kind == "site":
        return SiteRow(
            line=line,
            ods_code=code,
            name=name,
            organisation_code=_code(values.get("organisation_code", ""), of="organisation"),
            postcode=_postcode(values),
            is_open=values.get("status", "").lower() != Organisation.Status.CLOSED,
        )
    successor = values.get("successor_code", "")
    return OrganisationRow(
        line=line,
        ods_code=code,
        name=name,
        address=_short(values, "address", ADDRESS_LENGTH),
        postcode=_postcode(values),
        closed_on=closed_on,
        successor_code=_code(successor, of="successor") if successor else "",
    )


def _code(text: str, *, of: str = "") -> str:
    code = text.upper()
    if not _CODE.fullmatch(code):
        whose = f"{of}'s ODS code" if of else "ODS code"
        raise _RowRefused(f"The {whose} {text[:12]!r} does not have 3 or 5 letters and digits.")
    return code


def _short(values: Mapping[str, str], column: str, longest: int) -> str:
    text = values.get(column, "")
    if len(text) > longest:
        raise _RowRefused(f"The {column} is longer than {longest} characters.")
    return text


def _postcode(values: Mapping[str, str]) -> str:
    compact = "".join(values.get("postcode", "").upper().split())
    if not compact:
        return ""
    postcode = f"{compact[:-3]} {compact[-3:]}"
    if not _POSTCODE.fullmatch(postcode):
        raise _RowRefused(f"{values['postcode'][:12]!r} is not a UK postcode.")
    return postcode


def _closed_on(values: Mapping[str, str]) -> date | None:
    status, day = values.get("status", "").lower(), values.get("closed_on", "")
    if status not in {"", *Organisation.Status.values}:
        raise _RowRefused("The status is open or closed.")
    if status != Organisation.Status.CLOSED:
        if day:
            raise _RowRefused("An open organisation has no closing date: set its status to closed.")
        return None
    try:
        return date.fromisoformat(day)
    except ValueError:
        if not day and KINDS.get(values.get("kind", "").lower()) == "site":
            return None
        raise _RowRefused("A closed organisation needs the date it closed, as 2026-06-30.") from None


def _repeated(rows: Iterable[Row]) -> Iterator[RowProblem]:
    seen: dict[tuple[type[Row], str], int] = {}
    for row in rows:
        first = seen.setdefault((type(row), row.ods_code), row.line)
        if first != row.line:
            yield RowProblem(row.line, f"The code {row.ods_code} stands in line {first} already.")
