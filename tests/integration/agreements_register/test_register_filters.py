"""The register finds organisations by how their agreements stand, and puts them in order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from agreements.kinds import Kind
from agreements.models import Agreement
from tests.integration.agreements_register.register import INDEX, listed, page
from tests.integration.agreements_register.rows import a_request, stored

pytestmark = pytest.mark.django_db
Stage = Agreement.Stage


def test_filters_hold_of_one_agreement_together(onlooker, organisation, others, counterparties, clerk, today):
    sponsor, _, homecare = counterparties
    stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today)
    out = stored(organisation, homecare, Kind.SLA, by=clerk, now=today, stage=Stage.OUT)
    a_request(out, by=clerk, now=today)
    stored(others[0], sponsor, Kind.OFFER, by=clerk, now=today, stage=Stage.SIGNED)
    stored(others[1], homecare, Kind.SLA, by=clerk, now=today, expires_on=today.date() + timedelta(days=40))
    mine = organisation.name

    assert listed(onlooker, standing="in_force") == [mine]
    assert listed(onlooker, standing="in_force", partner=str(homecare.pk)) == []
    assert listed(onlooker, kind="sla") == ["Birch NHS Trust", mine]
    assert listed(onlooker, kind="sla", standing="out") == [mine]
    assert listed(onlooker, actor="counterparty") == ["Amber NHS Trust"]
    assert listed(onlooker, actor="signatory") == [mine]
    assert listed(onlooker, paper="on") == ["Birch NHS Trust", mine]
    assert listed(onlooker, ends="60") == ["Birch NHS Trust"]
    assert listed(onlooker, ends="30") == []
    assert listed(onlooker, standing="missing", kind="offer") == ["Birch NHS Trust", "Cedar NHS Trust"]
    assert "Cedar NHS Trust" in listed(onlooker, actor="team")


def test_what_was_replaced_is_not_found_by_how_it_ended(onlooker, organisation, sponsor, clerk, today):
    stored(
        organisation, sponsor, Kind.OFFER, by=clerk, now=today - timedelta(days=800),
        expires_on=today.date() - timedelta(days=1), effective_on=today.date() - timedelta(days=700),
    )  # fmt: skip
    assert listed(onlooker, standing="expired") == [organisation.name]

    stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today)

    assert listed(onlooker, standing="expired") == []


def test_what_was_superseded_is_found_counted_and_shown_beside_what_stands_in_its_place(
    onlooker, organisation, others, sponsor, homecare_provider, clerk, today
):
    before = stored(
        organisation, sponsor, Kind.OFFER, by=clerk, now=today - timedelta(days=400),
        superseded_on=today.date(),
    )  # fmt: skip
    since = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today)
    stored(others[0], sponsor, Kind.OFFER, by=clerk, now=today)
    later = today.date() + timedelta(days=9)
    stored(others[1], sponsor, Kind.OFFER, by=clerk, now=today, superseded_on=later)

    assert listed(onlooker, standing="superseded") == [organisation.name]
    assert listed(onlooker, standing="superseded", partner=str(homecare_provider.pk)) == []
    asked, plain = page(onlooker, standing="superseded"), page(onlooker)
    assert [one.reference in asked for one in (before, since)] == [True, True]
    assert [one.reference in plain for one in (before, since)] == [False, True]
    counts = {one.standing.value: one.count for one in onlooker.get(reverse(INDEX)).context["counts"]}
    assert counts == {"in_force": 3, "superseded": 1}
    export = onlooker.get(reverse("agreement_register:export_csv"), {"standing": "superseded"})
    assert before.reference in b"".join(export.streaming_content).decode()


@pytest.mark.parametrize("text", ["harbour", "ZZ001", "the reference"])
def test_search_finds_by_name_code_and_reference(onlooker, organisation, others, sponsor, clerk, today, text):
    agreement = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today)

    found = listed(onlooker, q=agreement.reference.lower() if text == "the reference" else text)

    assert found == [organisation.name]


def test_rows_are_put_in_the_order_that_is_asked_for(onlooker, organisation, others, sponsor, clerk, today):
    for hospital, days in ((organisation, 3), (others[1], 9)):
        stored(hospital, sponsor, Kind.OFFER, by=clerk, now=today - timedelta(days=days), stage=Stage.OUT)
    stored(others[2], sponsor, Kind.OFFER, by=clerk, now=today, expires_on=today.date() + timedelta(days=7))
    stored(others[0], sponsor, Kind.OFFER, by=clerk, now=today, expires_on=today.date() + timedelta(days=9))

    assert listed(onlooker, sort="-name")[0] == organisation.name
    assert listed(onlooker, sort="code")[0] == organisation.name
    assert listed(onlooker, sort="waiting")[:2] == ["Birch NHS Trust", organisation.name]
    assert listed(onlooker, sort="ending")[:2] == ["Cedar NHS Trust", "Amber NHS Trust"]


@pytest.mark.parametrize(
    "query",
    [
        {"standing": "nonsense"},
        {"partner": "not-a-uuid"},
        {"ends": "7; drop"},
        {"p": "900"},
        {"sort": "name)--"},
    ],
)
def test_a_value_that_does_not_exist_filters_nothing(onlooker, organisation, counterparties, query):
    assert listed(onlooker, **query) == [organisation.name]


def test_the_counts_lead_to_what_they_count(onlooker, organisation, others, sponsor, clerk, today):
    stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today)
    stored(others[0], sponsor, Kind.OFFER, by=clerk, now=today)
    stored(others[1], sponsor, Kind.OFFER, by=clerk, now=today, stage=Stage.OUT)

    counts = onlooker.get(reverse(INDEX)).context["counts"]

    assert [(one.standing.value, one.count) for one in counts] == [("out", 1), ("in_force", 2)]
    for one in counts:
        assert len(onlooker.get(f"{reverse(INDEX)}?{one.query}").context["rows"]) == one.count
