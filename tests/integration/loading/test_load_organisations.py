"""Organisations come from a CSV file: all rows of it, or none."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given, strategies as st

from audit.models import AuditEvent
from directory.models import Organisation, OrganisationSite
from directory.organisation_csv import OrganisationRow, SiteRow, read_rows
from programme.models import Programme

HEADER = "kind,ods_code,name,address,postcode,status,closed_on,successor_code,organisation_code"


@pytest.fixture
def load(programme: Programme, tmp_path: Path):  # type: ignore[no-untyped-def]
    def run(*lines: str, header: str = HEADER, encoding: str = "utf-8") -> str:
        path = tmp_path / "organisations.csv"
        path.write_bytes("\n".join([header, *lines]).encode(encoding))
        out = StringIO()
        call_command("load_organisations", str(path), programme=programme.code, stdout=out)
        return out.getvalue()

    return run


FIRST = (
    "organisation,ZZ001,Harbour Vale Hospitals NHS Trust,1 Lighthouse Road,zz11zz,open,,,",
    "organisation,ZZ003,Old Quay Hospitals NHS Trust,,ZZ1 3ZZ,closed,2026-06-30,ZZ001,",
    "site,ZZ01A,Harbour Vale General Hospital,,ZZ1 1ZA,open,,,ZZ001",
)


def test_a_first_file_creates_organisations_sites_and_successors(load, programme: Programme) -> None:  # type: ignore[no-untyped-def]
    said = load(*FIRST)

    assert "Created: 3 ZZ001 ZZ003 ZZ01A" in said
    closed = Organisation.objects.get(programme=programme, ods_code="ZZ003")
    assert (closed.is_open, closed.closed_on, closed.successor.ods_code) == (
        False,
        date(2026, 6, 30),
        "ZZ001",
    )  # type: ignore[union-attr]
    assert Organisation.objects.get(ods_code="ZZ001").postcode == "ZZ1 1ZZ"
    assert not Organisation.objects.filter(fictitious=True).exists()
    assert AuditEvent.objects.filter(action="organisation.created").count() == 2


def test_the_same_file_again_changes_nothing_and_records_nothing(load) -> None:  # type: ignore[no-untyped-def]
    load(*FIRST)
    events = AuditEvent.objects.count()

    said = load(*FIRST)

    assert "Unchanged: 3" in said
    assert AuditEvent.objects.count() == events


def test_a_later_file_renames_closes_and_leaves_what_it_does_not_name(load, programme: Programme) -> None:  # type: ignore[no-untyped-def]
    load(*FIRST)

    said = load(
        "organisation,ZZ001,Harbour Vale NHS Foundation Trust,1 Lighthouse Road,ZZ1 1ZZ,closed,2027-01-01,ZZ002,",
        "organisation,ZZ002,Thornmere University Health Board,,,,,,",
        "site,ZZ01A,Harbour Vale General Hospital,,ZZ1 1ZA,closed,,,ZZ001",
    )

    assert "Created: 1 ZZ002" in said
    assert "Closed: 2 ZZ001 ZZ01A" in said
    renamed = Organisation.objects.get(ods_code="ZZ001")
    assert renamed.name == "Harbour Vale NHS Foundation Trust"
    assert renamed.successor == Organisation.objects.get(ods_code="ZZ002")
    assert Organisation.objects.get(ods_code="ZZ003").successor == renamed
    assert not OrganisationSite.objects.get(ods_code="ZZ01A").is_open


def test_a_file_with_a_byte_order_mark_and_short_lines_is_read(load) -> None:  # type: ignore[no-untyped-def]
    load("ZZ001,Ysbyty Môr", header="ods_code,name,postcode", encoding="utf-8-sig")

    assert Organisation.objects.get().name == "Ysbyty Môr"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("organisation,ZZ,Name,,,,,,", "Line 2: The ODS code 'ZZ' does not have 3 or 5"),
        ("organisation,ZZ001,,,,,,,", "Line 2: The name is missing"),
        (f"organisation,ZZ001,{'N' * 201},,,,,,", "Line 2: The name is longer than 200"),
        ("organisation,ZZ001,Name,,nowhere,,,,", "Line 2: 'nowhere' is not a UK postcode"),
        ("organisation,ZZ001,Name,,,gone,,,", "Line 2: The status is open or closed"),
        ("organisation,ZZ001,Name,,,closed,,,", "Line 2: A closed organisation needs the date"),
        ("organisation,ZZ001,Name,,,closed,31/02/2026,,", "Line 2: A closed organisation needs the date"),
        ("organisation,ZZ001,Name,,,open,2026-01-01,,", "Line 2: An open organisation has no closing date"),
        ("organisation,ZZ001,Name,,,,,ZZ099,", "Line 2: The successor ZZ099 is not known"),
        ("organisation,ZZ001,Name,,,,,ZZ001,", "Line 2: ZZ001 would be its own successor"),
        ("clinic,ZZ001,Name,,,,,,", "Line 2: The kind is organisation or site"),
        ("site,ZZ01A,Name,,,,,,", "Line 2: The organisation's ODS code ''"),
        ("site,ZZ01A,Name,,,,,,ZZ099", "Line 2: The organisation ZZ099 of this site is not known"),
        ("organisation,ZZ001,Name,,,,,,,more", "Line 2: There are more values than columns"),
        ("organisation,ZZ001,Na\x00me,,,,,,", "Line 2: There are characters that cannot be printed"),
        ('organisation,ZZ001,"Na\nme",,,,,,', "Line 3: The name holds a line break or a tab"),
        ("organisation,ZZ001,Na\tme,,,,,,", "Line 2: The name holds a line break or a tab"),
        ("organisation,ZZ001,Name,,Z\tZ1 1ZZ,,,,", "Line 2: The postcode holds a line break or a tab"),
        ('organisation,ZZ001,"Name,,,,,,', "This is not a CSV line"),
    ],
)
def test_one_wrong_line_is_named_and_nothing_is_changed(load, line: str, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CommandError) as refused:
        load(line, "organisation,ZZ005,A good line,,,,,,")

    assert "Nothing was changed." in str(refused.value)
    assert said in str(refused.value)
    assert not Organisation.objects.exists()
    assert not AuditEvent.objects.exists()


def test_every_wrong_line_is_named_at_once(load) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CommandError) as refused:
        load("organisation,ZZ,Name,,,,,,", "organisation,ZZ001,Name,,,,,,", "organisation,ZZ001,Again,,,,,,")

    assert "Line 2:" in str(refused.value)
    assert "Line 4: The code ZZ001 stands in line 3 already." in str(refused.value)


def test_successors_that_lead_in_a_circle_are_refused_even_across_files(load) -> None:  # type: ignore[no-untyped-def]
    load("organisation,ZZ001,One,,,,,ZZ002,", "organisation,ZZ002,Two,,,,,,")

    with pytest.raises(CommandError, match="ZZ002 would be its own successor"):
        load("organisation,ZZ002,Two,,,,,ZZ001,")

    assert Organisation.objects.get(ods_code="ZZ002").successor is None


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("name", "missing: ods_code"),
        ("ods_code,name,beds", "Unknown column 'beds'"),
        ("ods_code,name,name", "named twice"),
        ("", "missing: name, ods_code"),
    ],
)
def test_a_header_that_does_not_fit_is_refused(load, header: str, said: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CommandError, match=said):
        load("ZZ001,Name", header=header)


def test_a_file_in_another_encoding_is_refused(load) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(CommandError, match="cannot be read"):
        load("ZZ001,Ysbyty Môr", header="ods_code,name", encoding="latin-1")


def test_a_missing_file_and_an_unknown_programme_are_refused(programme: Programme, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("load_organisations", str(tmp_path / "none.csv"), programme=programme.code)
    with pytest.raises(CommandError, match="no programme with the code 'other'"):
        call_command("load_organisations", str(tmp_path / "none.csv"), programme="other")


@given(lines=st.lists(st.text(max_size=80), max_size=6))
def test_any_text_gives_rows_or_problems_but_never_an_error(lines: list[str]) -> None:
    rows, problems = read_rows([f"{HEADER}\n", *(f"{line}\n" for line in lines)])

    assert all(isinstance(row, OrganisationRow | SiteRow) for row in rows)
    assert all(problem.line >= 1 and problem.message for problem in problems)


@given(
    code=st.from_regex(r"[A-Z0-9]{5}", fullmatch=True),
    name=st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=50),
)
def test_a_well_formed_line_is_read_as_written(code: str, name: str) -> None:
    rows, problems = read_rows(["ods_code,name\n", f"{code},{name}\n"])

    assert problems == ()
    assert rows == (OrganisationRow(line=2, ods_code=code, name=name),)


def test_an_address_may_have_lines() -> None:
    rows, problems = read_rows(["ods_code,name,address\n", 'ZZ001,Name,"1 Quay Road\n', 'Harbour"\n'])

    assert problems == ()
    assert isinstance(rows[0], OrganisationRow)
    assert rows[0].address == "1 Quay Road\nHarbour"
