"""The page of the touchpoints at its addresses: the journey, its filters, full screen."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import HealthCheck, given, settings, strategies as st

from content.certification.canonical import canonical_form
from content.certification.rendering import canonical_html, renderings_of
from content.models import TouchpointsPage
from programme.models import Product, Programme, Service
from tests.certifying import publish_certified
from tests.integration.content.conftest import renew
from tests.integration.content.journey import ADDRESS, CALENDAR, FULL, Steps
from tests.integration.content.reading import body_of

pytestmark = pytest.mark.django_db
ANY_QUERY = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


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
    assert html.split("<main")[1].count("<details") == 17
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


def test_full_screen_leads_each_audience_to_its_own_start(
    touchpoints: TouchpointsPage, client: Client
) -> None:
    assert '<a href="/"' in body_of(client, FULL)
    TouchpointsPage.objects.update(audience="patients")
    renew()

    assert re.search(r'full-header__name">\s*<a href="/audience/elsewhere/"', body_of(client, FULL))


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


@pytest.fixture
def ask(touchpoints: TouchpointsPage, client: Client) -> Callable[[str], int]:
    return lambda address: client.get(address).status_code


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=ANY_QUERY, address=st.sampled_from([ADDRESS, FULL, CALENDAR]))
def test_any_query_string_is_answered(ask: Callable[[str], int], query: str, address: str) -> None:
    assert 200 <= ask(f"{address}?{quote(query, safe='&=;+%')}") < 500
