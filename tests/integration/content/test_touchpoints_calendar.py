"""A patient's calendar of the first year: its days, its file, and what is not kept of it."""

from __future__ import annotations

import pytest
from django.test import Client

from content.models import TouchpointsPage
from programme.models import Product
from tests.declaring import declare_as
from tests.integration.content.journey import ADDRESS, CALENDAR, FIRST, Steps
from tests.integration.content.reading import body_of

pytestmark = pytest.mark.django_db


def test_the_calendar_is_a_table_of_days_and_nothing_of_it_is_kept(
    touchpoints: TouchpointsPage, client: Client
) -> None:
    response = client.post(CALENDAR, FIRST)
    html = response.content.decode()

    assert response["Cache-Control"] == "private, no-store"
    assert "First year from 4 January 2027" in html
    assert "15 injections are planned" in html
    assert html.count('scope="rowgroup"') == 13
    assert "Text message reminder" not in html
    assert "Contacts as agreed, weeks 13 to 52" in html


def test_reminders_are_in_the_calendar_when_asked_for(touchpoints: TouchpointsPage, client: Client) -> None:
    html = client.post(CALENDAR, {**FIRST, "with_optional": "on"}).content.decode()

    assert html.count("<strong>Text message reminder</strong>") == 28


def test_the_calendar_is_saved_as_a_file_that_names_nobody(
    touchpoints: TouchpointsPage, client: Client
) -> None:
    response = client.post(CALENDAR, {**FIRST, "save": "ics"})
    text = response.content.decode()

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="first-year-of-treatment.ics"'
    assert response["Cache-Control"] == "private, no-store"
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "DTSTART;VALUE=DATE:20270104\r\n" in text
    assert f"Job code {touchpoints.job_code}" in text.replace("\r\n ", "")


@pytest.mark.parametrize(
    ("values", "problem"),
    [
        (
            {"first_dose_day": "", "first_dose_month": "", "first_dose_year": ""},
            "Enter the day of the first dose",
        ),
        ({"first_dose_year": "2019"}, "must be 1 January 2020 or later"),
        ({"first_dose_year": "2199"}, "or earlier"),
        ({"first_dose_day": "\x00"}, "Null characters are not allowed"),
        ({"months_each": "x"}, "Choose how often"),
    ],
)
def test_a_day_that_cannot_be_is_refused_with_words(
    touchpoints: TouchpointsPage, client: Client, values: dict[str, str], problem: str
) -> None:
    for save in ({}, {"save": "ics"}):
        response = client.post(CALENDAR, {**FIRST, **values, **save})

        assert response.status_code == 422
        assert response["Cache-Control"] == "private, no-store"
        html = response.content.decode()
        assert problem in html
        assert 'id="error-summary"' in html


def test_a_calendar_is_sent_only_by_its_own_form(touchpoints: TouchpointsPage) -> None:
    strict = declare_as(Client(enforce_csrf_checks=True))

    assert strict.post(CALENDAR, FIRST).status_code == 403


def test_a_day_in_the_address_makes_no_calendar(touchpoints: TouchpointsPage, client: Client) -> None:
    assert "First year from" not in client.get(CALENDAR, FIRST).content.decode()


def test_without_dosing_facts_the_journey_stands_and_no_calendar_is_offered(
    touchpoints: TouchpointsPage, client: Client
) -> None:
    Product.objects.update(loading_weeks=[])

    assert len(Steps(body_of(client, ADDRESS)).hidden) == 17
    assert "No calendar can be made yet" in body_of(client, CALENDAR)
    assert client.post(CALENDAR, FIRST).status_code == 200
