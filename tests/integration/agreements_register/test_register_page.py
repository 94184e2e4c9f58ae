"""The register lists organisations by documents, filters them, and reminds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.kinds import Kind
from agreements.models import Agreement, SavedView
from agreements.signing.models import Notice
from audit.models import AuditEvent
from directory.models import Organisation
from tests import builders
from tests.integration.agreements_register.rows import a_request, many, stored

pytestmark = pytest.mark.django_db
Stage = Agreement.Stage
INDEX = "agreement_register:index"


def page(client, **query):
    response = client.get(reverse(INDEX), query)
    assert response.status_code == 200
    return response.content.decode()


def listed(client, **query):
    """Return the names of the organisations that a page lists."""
    return [row.organisation.name for row in client.get(reverse(INDEX), query).context["rows"]]


@pytest.fixture
def others(programme):
    """Three more organisations, by name."""
    return [
        builders.an_organisation(programme, ods_code=f"ZZ00{number}", name=f"{name} NHS Trust")
        for number, name in ((2, "Amber"), (3, "Birch"), (4, "Cedar"))
    ]


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


def test_those_ticked_are_reminded_and_the_rest_is_said(manager, organisation, counterparties, clerk, today):
    sponsor, nurse, _ = counterparties
    out = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today, stage=Stage.OUT)
    a_request(out, by=clerk, now=today - timedelta(days=6))
    sealing = stored(organisation, nurse, Kind.AUTHORISATION, by=clerk, now=today, stage=Stage.COUNTERSIGNED)
    assert f'value="{out.pk}"' in page(manager)
    assert f'value="{sealing.pk}"' not in page(manager)

    answer = manager.post(
        reverse("agreement_register:remind"),
        {"agreement": [out.pk, sealing.pk, "nonsense"], "query": "?kind=offer"},
        follow=True,
    )

    said = answer.content.decode()
    assert answer.redirect_chain == [(f"{reverse(INDEX)}?kind=offer", 302)]
    assert "1 reminder was sent." in said
    assert "1 reminder was not sent" in said
    assert list(Notice.objects.values_list("agreement", "template")) == [(out.pk, "reminder")]


def test_teams_are_reminded_in_bulk_of_drafts_and_of_naming_who_signs(
    manager, organisation, counterparties, clerk, today
):
    sponsor, nurse, homecare = counterparties
    builders.a_member(organisation, now=today, email="team@harbour.invalid")
    draft = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today, stage=Stage.DRAFT)
    unnamed = stored(organisation, nurse, Kind.AUTHORISATION, by=clerk, now=today, stage=Stage.OUT)
    countersigning = stored(organisation, homecare, Kind.SLA, by=clerk, now=today, stage=Stage.SIGNED)
    shown = page(manager)
    assert [f'value="{one.pk}"' in shown for one in (draft, unnamed, countersigning)] == [True, True, False]

    answer = manager.post(
        reverse("agreement_register:remind"), {"agreement": [draft.pk, unnamed.pk]}, follow=True
    )

    assert "2 reminders were sent." in answer.content.decode()
    assert set(Notice.objects.values_list("agreement", "template", "email")) == {
        (one.pk, "to_prepare", "team@harbour.invalid") for one in (draft, unnamed)
    }


def test_an_onlooker_reminds_nobody(onlooker, organisation, sponsor, clerk, today):
    out = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today, stage=Stage.OUT)
    a_request(out, by=clerk, now=today)

    assert f'value="{out.pk}"' not in page(onlooker)
    onlooker.post(reverse("agreement_register:remind"), {"agreement": [out.pk]})

    assert not Notice.objects.exists()
    assert not AuditEvent.objects.filter(action="agreement.reminded").exists()


def test_a_view_is_saved_opened_and_deleted_by_its_person_only(
    manager, onlooker, organisation, counterparties
):
    save, query = reverse("agreement_register:save_view"), "?standing=expired&sort=code&p=3&nonsense=1"
    manager.post(save, {"name": "  Lost   ones ", "query": query})

    (view,) = SavedView.objects.all()
    assert (view.name, view.query, view.person) == ("Lost ones", "standing=expired&sort=code", manager.user)
    assert "Lost ones" in page(manager)
    assert "Lost ones" not in page(onlooker)

    delete = reverse("agreement_register:delete_view", args=[view.pk])
    onlooker.post(delete)
    assert SavedView.objects.exists()
    manager.post(delete)
    assert not SavedView.objects.exists()


def test_saving_under_the_same_name_replaces_the_view(manager, organisation, counterparties):
    for standing in ("expired", "out"):
        manager.post(
            reverse("agreement_register:save_view"), {"name": "Mine", "query": f"?standing={standing}"}
        )

    assert SavedView.objects.get().query == "standing=out"


@pytest.mark.parametrize(
    ("name", "why"), [(" ", "Give the view a name"), ("x" * 61, "at most 60 characters")]
)
def test_a_view_without_a_fitting_name_is_not_kept(manager, organisation, counterparties, name, why):
    answer = manager.post(
        reverse("agreement_register:save_view"), {"name": name, "query": "?kind=sla"}, follow=True
    )

    assert why in answer.content.decode()
    assert not SavedView.objects.exists()
