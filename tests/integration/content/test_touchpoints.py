"""The page of the touchpoints at its addresses: the journey, its filters, full screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from content.certification.canonical import canonical_form
from content.certification.rendering import canonical_html, renderings_of
from content.loading.files import folder_of
from content.loading.page_fields import fill
from content.models import HomePage, TouchpointsPage
from programme.models import Product, Programme, Service
from tests import builders
from tests.certifying import publish_certified
from tests.declaring import declare_as
from tests.integration.content.conftest import renew, show

pytestmark = pytest.mark.django_db
ADDRESS, FULL, CALENDAR = "/touchpoints/", "/touchpoints/full/", "/touchpoints/calendar/"
FIRST = {"first_dose_day": "4", "first_dose_month": "1", "first_dose_year": "2027", "months_each": "3"}


@pytest.fixture
def app(kesimptaconnect: Programme) -> Service:
    return Service.objects.create(
        programme=kesimptaconnect, key="app", label="App", footnote="The app is in development."
    )


@pytest.fixture
def touchpoints(kesimptaconnect: Programme, app: Service, now: datetime) -> TouchpointsPage:
    """The touchpoints of the programme's data, as the only page below the first."""
    home = builders.a_root_page().add_child(instance=HomePage(title="Home", slug="kc", job_code="H-1"))
    site = kesimptaconnect.site
    site.root_page = home
    site.save()
    entries = folder_of("kesimptaconnect").read("pages")["pages"]
    entry = next(one for one in entries if one["type"] == "TouchpointsPage")
    page = TouchpointsPage(title=entry["title"], slug="touchpoints")
    fill(page, {**entry, "body": []}, programme=kesimptaconnect, known={})
    home.add_child(instance=page)
    show(kesimptaconnect, home, page, now=now)
    return TouchpointsPage.objects.get(pk=page.pk)


class Steps(HTMLParser):
    """The steps of a page by anchor, and whether each is hidden."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.hidden: dict[str, bool] = {}
        self.lanes: dict[str, set[str]] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if "data-lanes" in found:
            anchor = str(found["id"])
            self.hidden[anchor] = "hidden" in found
            self.lanes[anchor] = set(str(found["data-lanes"]).split())


def body_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", [ADDRESS, FULL, CALENDAR])
def test_every_view_carries_what_its_material_must_declare(
    touchpoints: TouchpointsPage, client: Client, address: str
) -> None:
    html = body_of(client, address)

    assert html.count("<h1") == 1
    assert "Placeholder text: Adverse event reporting, for professionals." in html
    footer = html.split('<footer class="site-footer">')[1]
    for declared in (
        "Prescribing information",
        touchpoints.job_code,
        "November 2026",
        "ExampleCare is developed",
    ):
        assert declared in footer, declared


@pytest.mark.parametrize("address", [ADDRESS, FULL, CALENDAR])
def test_whoever_has_not_said_who_they_are_is_asked(touchpoints: TouchpointsPage, address: str) -> None:
    html = Client().get(address).content.decode()

    assert "journey" not in html
    assert "first_dose" not in html


def test_the_journey_is_an_ordered_list_without_scripts_or_styles_in_it(
    touchpoints: TouchpointsPage, client: Client
) -> None:
    html = body_of(client, ADDRESS)

    assert len(Steps(html).hidden) == 17
    assert html.count("<details") == 17
    assert "style=" not in html
    assert not re.search(r"<script(?![^>]*src=)", html)
    phases = re.findall(r'<h2 class="phase__title">.*?</span>\s*(.*?)\s*</h2>', html, re.DOTALL)
    assert phases[0] == "Before treatment"
    assert phases[-1] == "Throughout the first year"


def test_a_filter_is_an_address(touchpoints: TouchpointsPage, client: Client) -> None:
    steps = Steps(body_of(client, f"{ADDRESS}?lane=homecare&lane=app&lane=nobody&x=1"))

    assert {anchor for anchor, hidden in steps.hidden.items() if not hidden} == {
        anchor for anchor, lanes in steps.lanes.items() if lanes & {"homecare", "app"}
    }


def test_a_chosen_lane_is_marked_and_its_link_takes_it_away(
    touchpoints: TouchpointsPage, client: Client
) -> None:
    html = body_of(client, f"{ADDRESS}?lane=nurse&lane=app")

    nurse = re.search(r'<a [^>]*data-lane="nurse"[^>]*>', html)
    assert nurse is not None
    assert 'href="?lane=app"' in nurse[0]
    assert 'aria-current="true"' in nurse[0]
    assert 'href="/touchpoints/full/?lane=nurse&amp;lane=app"' in html


def test_full_screen_keeps_the_filter_and_leads_back(touchpoints: TouchpointsPage, client: Client) -> None:
    html = body_of(client, f"{FULL}?lane=nurse")

    assert any(Steps(html).hidden.values())
    assert 'href="/touchpoints/?lane=nurse#full-screen"' in html
    assert 'class="site-nav"' not in html


def test_full_screen_of_a_draft_does_not_exist(touchpoints: TouchpointsPage, client: Client) -> None:
    TouchpointsPage.objects.update(live=False)

    assert client.get(FULL).status_code == 404


def test_a_service_in_development_is_said_and_its_note_follows_the_switch(
    touchpoints: TouchpointsPage, app: Service, client: Client
) -> None:
    assert body_of(client, ADDRESS).count("In development") == 2
    assert "The app is in development." in body_of(client, FULL)

    Service.objects.update(available=True)
    renew()

    assert "In development" not in body_of(client, ADDRESS)
    assert "The app is in development." not in body_of(client, FULL)


def test_without_dosing_facts_the_journey_stands_and_no_calendar_is_offered(
    touchpoints: TouchpointsPage, client: Client
) -> None:
    Product.objects.update(loading_weeks=[])

    assert len(Steps(body_of(client, ADDRESS)).hidden) == 17
    assert "No calendar can be made yet" in body_of(client, CALENDAR)
    assert client.post(CALENDAR, FIRST).status_code == 200


def test_what_readers_get_is_what_is_certified(touchpoints: TouchpointsPage, now: datetime) -> None:
    publish_certified(touchpoints, now=now)

    certified = canonical_html(touchpoints)

    for text in ("full screen", "A patient’s calendar of the first year", "First year from 4 January 2027"):
        assert text in certified
    assert certified.count("touchpoint__row") == 2 * 17
    assert len(renderings_of(touchpoints)) == 2


def test_what_a_filter_hides_is_all_that_it_changes(touchpoints: TouchpointsPage, client: Client) -> None:
    whole = canonical_form(body_of(client, ADDRESS), static_url=django_settings.STATIC_URL)
    part = canonical_form(body_of(client, f"{ADDRESS}?lane=app"), static_url=django_settings.STATIC_URL)

    assert part.replace(' hidden=""', "") == whole.replace(' hidden=""', "")


def test_an_edited_step_is_another_rendering(touchpoints: TouchpointsPage) -> None:
    before = canonical_html(touchpoints)
    touchpoints.phases[0].value["steps"][0]["channel"] = "By post"

    assert canonical_html(touchpoints) != before


def test_changed_dosing_facts_are_another_rendering(touchpoints: TouchpointsPage) -> None:
    before = canonical_html(touchpoints)
    Product.objects.update(interval="four_weekly")
    programme = Programme.objects.select_related("product").get()
    assert programme.product.interval == "four_weekly"

    assert canonical_html(touchpoints) != before


def test_two_lanes_with_one_key_are_refused(touchpoints: TouchpointsPage) -> None:
    touchpoints.lanes[1].value["key"] = "patient"

    with pytest.raises(ValidationError, match="Two lanes have the key “patient”"):
        touchpoints.clean()


def test_a_step_of_a_lane_that_there_is_not_is_refused(touchpoints: TouchpointsPage) -> None:
    touchpoints.phases[0].value["steps"][0]["acts"] = "nobody"

    with pytest.raises(ValidationError, match="names “nobody”, but no lane has this key"):
        touchpoints.clean()


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"week_from": 4, "week_to": 2}, "week_to"),
        ({"week_from": None, "week_to": 2}, "week_to"),
        ({"week_from": None, "week_to": None, "rhythm": "injection"}, "week_from"),
    ],
)
def test_weeks_that_do_not_fit_are_refused(
    touchpoints: TouchpointsPage, values: dict[str, Any], field: str
) -> None:
    step = touchpoints.phases[0].value["steps"][0]
    step.update(values)

    with pytest.raises(ValidationError) as refused:
        step.block.clean(step)
    assert list(refused.value.block_errors) == [field]  # type: ignore[attr-defined]


ANY_QUERY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.fixture
def ask(touchpoints: TouchpointsPage, client: Client) -> Callable[[str], int]:
    return lambda address: client.get(address).status_code


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=ANY_QUERY, address=st.sampled_from([ADDRESS, FULL, CALENDAR]))
def test_any_query_string_is_answered(ask: Callable[[str], int], query: str, address: str) -> None:
    assert 200 <= ask(f"{address}?{quote(query, safe='&=;+%')}") < 500


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
