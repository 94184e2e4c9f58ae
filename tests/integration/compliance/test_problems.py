"""What keeps a page from going live is listed, in words that say what to do."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from accounts.models import User
from content.certification.rendering import digest_of_page
from content.compliance.checks import problems_of
from content.job_codes.services import claim_job_code
from content.models import HomePage, StandardPage
from programme.models import Product, Programme, SafetyRecord
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2027, 1, 4)
SECTION = '[{"type": "section", "value": {"heading": "Times", "text": "%s"}}]'


def codes_of_problems(page: StandardPage) -> list[str]:
    return [problem.code for problem in problems_of(page, on=TODAY)]


def test_a_complete_page_has_none(page: StandardPage) -> None:
    assert problems_of(page, on=TODAY) == ()


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"job_code": " "}, "job_code", "job_code"),
        ({"prepared_on": date(2025, 1, 3)}, "prepared_on", "prepared_on"),
        ({"prepared_on": date(2027, 1, 5)}, "prepared_on", "prepared_on"),
        ({"label": "promotional", "audience": "public"}, "promotional_to_public", "label"),
        ({"label": "promotional", "audience": "patients"}, "promotional_to_public", "label"),
        ({"company_role": "of its own"}, "company_role", "company_role"),
    ],
)
def test_each_declaration_is_checked_and_names_its_field(
    page: StandardPage, values: dict[str, Any], code: str, field: str
) -> None:
    for name, value in values.items():
        setattr(page, name, value)
    problems = problems_of(page, on=TODAY)

    assert [(problem.code, problem.field) for problem in problems] == [(code, field)]
    assert problems[0].message.endswith(".")


def test_a_page_that_was_never_saved_is_checked_as_well(home: HomePage) -> None:
    page = StandardPage(title="New", slug="new", prepared_on=date(2026, 12, 1))

    problems = problems_of(page, parent=home, on=TODAY)

    assert [problem.code for problem in problems] == ["job_code"]


def test_a_date_of_preparation_of_two_years_ago_is_the_last_one_taken(page: StandardPage) -> None:
    page.prepared_on = date(2025, 1, 4)

    assert codes_of_problems(page) == []


def test_the_job_code_of_other_material_is_named(programme: Programme, home: HomePage, page: Any) -> None:
    claim_job_code(programme_id=programme.pk, code="d-1", holder=home)

    assert codes_of_problems(page) == ["job_code"]


def test_each_territory_needs_prescribing_information(page: StandardPage) -> None:
    record = SafetyRecord.objects.get(kind="prescribing_information")
    SafetyRecord.objects.filter(pk=record.pk).update(territory="great_britain")
    assert codes_of_problems(page) == ["prescribing_information"]

    page.territory = "great_britain"
    assert codes_of_problems(page) == []

    page.territory, page.audience = "united_kingdom", "patients"
    assert codes_of_problems(page) == []


def test_the_statement_for_the_audience_must_exist(page: StandardPage) -> None:
    SafetyRecord.objects.filter(kind="adverse_events_patient").delete()
    assert codes_of_problems(page) == []

    page.audience = "patients"
    assert codes_of_problems(page) == ["adverse_events"]


def test_placeholders_are_refused_where_registrations_are(page: StandardPage, settings: Any) -> None:
    settings.REFUSE_PLACEHOLDERS = True

    assert set(codes_of_problems(page)) == {"placeholder"}

    SafetyRecord.objects.update(is_placeholder=False)
    assert codes_of_problems(page) == []


def test_the_page_itself_is_read(page: StandardPage) -> None:
    page.body = SECTION % "<h4>Too deep</h4>"

    assert codes_of_problems(page) == ["heading_order"]


def test_under_additional_monitoring_pages_show_the_triangle_by_themselves(page: StandardPage) -> None:
    Product.objects.update(additional_monitoring=True)

    assert codes_of_problems(page) == []


@pytest.fixture
def elsewhere(home: HomePage, site_of_another: Site) -> Page:
    """The first page of another programme."""
    first = HomePage(title="A secret launch", slug="second", job_code="S-1", live=True)
    Page.get_first_root_node().add_child(instance=first)
    site_of_another.root_page = first
    site_of_another.save()
    builders.a_programme(site=site_of_another, code="secondcare", name="SecondCare", reference_prefix="SC")
    return Page.objects.get(pk=first.pk)


def body_of(block: str, **values: Any) -> str:
    return json.dumps([{"type": block, "value": values}])


def a_card(page: Page, **values: Any) -> str:
    card = {"icon": "", "title": "Nurses", "text": "<p>Visits.</p>", "page": page.pk, **values}
    return body_of("cards", heading="", cards=[card])


def test_a_card_says_in_the_pages_own_words_where_it_leads(page: StandardPage, home: HomePage) -> None:
    page.body = a_card(home, link_text="Read on")
    assert codes_of_problems(page) == []

    page.body = a_card(home, link_text="")
    (problem,) = problems_of(page, on=TODAY)
    assert problem.code == "link_words"
    assert "“Nurses”" in problem.message


def test_another_title_changes_no_page_that_has_words_of_its_own(page: StandardPage, home: HomePage) -> None:
    page.body = a_card(home, link_text="Read on")
    page.save()
    before = digest_of_page(page)

    HomePage.objects.filter(pk=home.pk).update(title="Another title")

    assert digest_of_page(StandardPage.objects.get(pk=page.pk)) == before


def test_no_link_leads_to_a_page_of_another_programme(page: StandardPage, elsewhere: Page) -> None:
    link = f'<p><a linktype="page" id="{elsewhere.pk}">See there</a></p>'
    ways = [
        body_of("section", heading="Times", text=link),
        body_of(
            "call_to_action", heading="Go on", text="", page=elsewhere.pk, address="", button_text="See there"
        ),
        a_card(elsewhere, link_text="See there"),
    ]
    for body in ways:
        page.body = body
        (problem,) = problems_of(page, on=TODAY)
        assert problem.code == "other_programme"
        assert "“See there”" in problem.message
        # An editor of one programme learns nothing of another one.
        assert "secret" not in problem.message


def test_no_listing_shows_a_section_of_another_programme(page: StandardPage, elsewhere: Page) -> None:
    page.body = body_of("listing", heading="", kind="", section=elsewhere.pk, label="", tag="",
                        order="newest", how_many=10)  # fmt: skip
    assert codes_of_problems(page) == ["other_programme"]


def test_links_to_pages_of_ones_own_programme_are_no_problem(page: StandardPage, home: HomePage) -> None:
    link = f'<p><a linktype="page" id="{home.pk}">Home</a></p>'
    page.body = body_of("section", heading="Times", text=link)

    assert codes_of_problems(page) == []


def test_among_several_sites_a_page_is_read_at_its_own_path(
    page: StandardPage, elsewhere: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    context_of = StandardPage.get_context
    monkeypatch.setattr(
        StandardPage,
        "get_context",
        lambda self, request: asked.append((request.get_host(), request.path)) or context_of(self, request),
    )

    assert codes_of_problems(page) == []
    assert asked == [(page.get_site().hostname, "/delivery/")]


def test_a_page_of_no_programme_is_told_so(db: None) -> None:
    assert [one.code for one in problems_of(StandardPage(title="Lost", path="00010009"), on=TODAY)] == [
        "programme"
    ]


def test_a_draft_is_saved_whatever_it_lacks_and_submitting_it_is_refused_in_words(
    client: Client, page: StandardPage
) -> None:
    client.force_login(an_editor())
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    values = {
        "title": "Delivery", "slug": "delivery", "heading": "", "introduction": "", "job_code": "",
        "prepared_on": "2026-12-01", "audience": "public", "label": "promotional",
        "territory": "united_kingdom", "company_role": "", "tags": "", "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip

    assert client.post(address, values).status_code == 302
    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (draft.job_code, draft.label, draft.audience) == ("", "promotional", "public")

    refused = client.post(address, {**values, "action-publish": "1"})
    said = refused.content.decode()
    assert "Enter the job code." in said
    assert "Only material for healthcare professionals can be promotional." in said
    page.refresh_from_db()
    assert not page.live


def test_the_preview_lists_what_is_missing_for_wagtails_own_checks(page: StandardPage) -> None:
    page.job_code = ""

    html = page.make_preview_request().rendered_content

    assert '<li data-problem="job_code">Enter the job code.</li>' in html


def test_the_editors_checks_have_a_rule_for_every_problem(client: Client, page: StandardPage) -> None:
    client.force_login(an_editor())

    html = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "compliance-job-code" in html
    assert "compliance-black-triangle" in html


def an_editor() -> User:
    return builders.a_user(email="edda@programme.invalid", is_staff=True, is_superuser=True)
