"""What the register lists can be taken out as CSV and Excel, harmless to a spreadsheet, and recorded."""

from __future__ import annotations

import csv
from datetime import date, datetime, timedelta
from io import BytesIO, StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from agreements.kinds import Kind
from agreements.register.exporting import HEADINGS
from audit.models import AuditEvent, PersonalDetail
from tests import builders
from tests.integration.agreements_register.rows import many, stored

pytestmark = pytest.mark.django_db
FORMULA = '=HYPERLINK("https://example.invalid","Click")'


def as_csv(client, **query):
    response = client.get(reverse("agreement_register:export_csv"), query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return response, list(csv.DictReader(StringIO(text)))


def as_xlsx(client, **query):
    response = client.get(reverse("agreement_register:export_xlsx"), query)
    return response, load_workbook(BytesIO(response.content)).active


@pytest.fixture
def ending(organisation, counterparties, clerk, today):
    """A service level agreement with a last day."""
    last = today.date() + timedelta(days=20)
    return stored(organisation, counterparties[2], Kind.SLA, by=clerk, now=today, expires_on=last)


def test_the_csv_has_a_line_for_every_document_of_every_organisation(onlooker, organisation, ending):
    response, lines = as_csv(onlooker)

    assert response["Content-Type"].startswith("text/csv")
    assert "no-store" in response["Cache-Control"]
    assert response["Content-Disposition"].startswith('attachment; filename="agreements-')
    assert [line["Document"] for line in lines] == [str(kind.label) for kind in Kind]
    assert [line["Standing"] for line in lines] == ["Not started", "Not started", "In force, ends soon"]
    sla = lines[2]
    assert (sla["Organisation"], sla["ODS code"]) == (organisation.name, organisation.ods_code)
    assert (sla["Reference"], sla["Signed"]) == (ending.reference, "Signed on paper")
    assert sla["Last day"] == ending.expires_on.isoformat()


def test_only_what_is_filtered_is_exported(programme, onlooker, organisation, ending):
    builders.an_organisation(programme, ods_code="ZZ002", name="Amber NHS Trust")

    _, lines = as_csv(onlooker, ends="30")

    assert {line["Organisation"] for line in lines} == {organisation.name}


@pytest.mark.parametrize("name", [FORMULA, "+44", "-1", "@SUM(A1)", "\t=1", "  =1"])
def test_no_name_becomes_a_formula(onlooker, organisation, counterparties, name):
    organisation.name = name
    organisation.save()

    _, lines = as_csv(onlooker)
    _, sheet = as_xlsx(onlooker)

    assert lines[0]["Organisation"].startswith("'")
    cell = sheet.cell(row=2, column=1)
    assert (cell.data_type, cell.value[0]) == ("s", "'")


def test_characters_that_a_cell_cannot_hold_do_not_stop_the_export(onlooker, organisation, counterparties):
    organisation.name = "Harbour\x0b\x00Vale".replace("\x00", "\x01")
    organisation.save()

    _, sheet = as_xlsx(onlooker)

    assert sheet.cell(row=2, column=1).value == "Harbour  Vale"


def test_the_excel_file_has_dates_as_dates(onlooker, organisation, ending):
    response, sheet = as_xlsx(onlooker)

    assert "spreadsheetml" in response["Content-Type"]
    assert tuple(cell.value for cell in sheet[1]) == HEADINGS
    last = sheet.cell(row=4, column=HEADINGS.index("Last day") + 1).value
    assert isinstance(last, datetime | date)
    assert last.date() == ending.expires_on


@pytest.mark.parametrize("name", ["export_csv", "export_xlsx"])
def test_an_export_is_an_event_with_its_count_and_filters(onlooker, organisation, ending, name):
    onlooker.get(reverse(f"agreement_register:{name}"), {"ends": "30", "q": "Harbour"})

    event = AuditEvent.objects.get(action="agreement.register_exported")
    assert event.actor == str(onlooker.user.pk)
    assert event.detail == {"format": name.removeprefix("export_"), "organisations": 1, "filters": "ends=30"}
    # Whatever somebody types into a search may be a name, so it is on the side that can be erased.
    assert PersonalDetail.objects.get(pk=event.sequence).values == {"search": "Harbour"}


def test_an_export_reads_in_chunks_not_row_by_row(programme, onlooker, counterparties, clerk, today):
    def queries():
        as_csv(onlooker)
        with CaptureQueriesContext(connection) as captured:
            as_csv(onlooker)
        return len(captured)

    many(programme, organisations=10, partners=counterparties, by=clerk, now=today)
    few = queries()
    many(programme, organisations=150, partners=counterparties, by=clerk, now=today)

    assert queries() == few
