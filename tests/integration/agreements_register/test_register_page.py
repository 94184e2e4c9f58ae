"""The register lists organisations by documents, to those who may see it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.kinds import Kind
from agreements.models import Agreement
from directory.models import Organisation
from tests.integration.agreements_register.register import INDEX, listed, page
from tests.integration.agreements_register.rows import a_request, many, stored

pytestmark = pytest.mark.django_db
Stage = Agreement.Stage


def test_a_row_says_how_each_document_stands_who_is_next_and_since_when(
    onlooker, organisation, counterparties, clerk, today
):
    sponsor, nurse, homecare = counterparties
    stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today - timedelta(days=5))
    out = stored(organisation, nurse, Kind.AUTHORISATION, by=clerk, now=today, stage=Stage.OUT)
    a_request(out, by=clerk, now=today - timedelta(days=6))
    last = today.date() + timedelta(days=20)
    stored(organisation, homecare, Kind.SLA, by=clerk, now=today, expires_on=last)

    shown = page(onlooker)

    for words in (
        "Harbour Vale Hospitals NHS Trust", "ZZ001", "In force", "Out for signature", "In force, ends soon",
        "The hospital’s signatory", "Waiting 6 days", "Signed on paper", f"Last day {last.day} {last:%B %Y}",
        "Service Level Agreement", homecare.name,
    ):  # fmt: skip
        assert words in shown, words


def test_what_was_never_started_is_the_teams_turn_but_no_provider_is_pressed_on_anybody(
    onlooker, organisation, counterparties
):
    shown = page(onlooker)

    assert shown.count("Not started</span>") == 2
    assert "Next: The hospital team" in shown
    assert '<span class="register-none">None</span>' in shown


def test_it_says_with_whom_an_organisation_may_register(onlooker, organisation, counterparties, clerk, today):
    sponsor, _, homecare = counterparties
    for partner, kind in ((sponsor, Kind.OFFER), (homecare, Kind.SLA)):
        stored(organisation, partner, kind, by=clerk, now=today)

    (row,) = onlooker.get(reverse(INDEX)).context["rows"]

    assert row.ready_with == (homecare,)
    assert {one.partner.name: one.ready for one in row.readiness} == {
        homecare.name: True,
        "Nurse Service": False,
    }


def test_a_closed_organisation_is_marked_with_its_successor(
    onlooker, organisation, others, counterparties, today
):
    Organisation.objects.filter(pk=others[0].pk).update(
        status="closed", closed_on=today.date(), successor=organisation
    )

    shown = page(onlooker, closed="closed")

    assert listed(onlooker, closed="closed") == ["Amber NHS Trust"]
    assert "Closed</span>" in shown
    assert "Successor: Harbour Vale" in shown
    assert "Amber NHS Trust" not in listed(onlooker, closed="open")


def test_the_page_costs_the_same_queries_for_few_and_for_many(
    programme, onlooker, counterparties, clerk, today
):
    def queries(**query):
        page(onlooker, **query)
        with CaptureQueriesContext(connection) as captured:
            page(onlooker, **query)
        return len(captured)

    asked = ({}, {"standing": "out"}, {"sort": "waiting"}, {"sort": "ending", "kind": "sla"})
    many(programme, organisations=6, partners=counterparties, by=clerk, now=today)
    few = [queries(**query) for query in asked]
    many(programme, organisations=120, partners=counterparties, by=clerk, now=today)

    assert [queries(**query) for query in asked] == few
    assert few[0] <= 20


def test_fifty_are_on_a_page(programme, onlooker, counterparties, clerk, today):
    many(programme, organisations=60, partners=counterparties, by=clerk, now=today)

    assert len(listed(onlooker)) == 50
    assert len(listed(onlooker, p=2)) == 10


def test_people_without_the_right_see_nothing(editor, organisation, sponsor, clerk, today):
    agreement = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today)
    for name, args in (
        ("index", []), ("export_csv", []), ("export_xlsx", []), ("figures", []), ("repapering", []),
        ("organisation", [organisation.pk]), ("agreement", [agreement.pk]), ("file", [agreement.pk, "scan"]),
        ("operate", [agreement.pk, "renew"]), ("start", [organisation.pk]), ("paper", [organisation.pk]),
    ):  # fmt: skip
        response = editor.get(reverse(f"agreement_register:{name}", args=args))
        assert response.status_code == 302, name
    assert reverse(INDEX) not in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_whoever_may_see_finds_the_register_in_the_menu(onlooker, organisation):
    assert reverse(INDEX) in onlooker.get(reverse("wagtailadmin_home")).content.decode()
