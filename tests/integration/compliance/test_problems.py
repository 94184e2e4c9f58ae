"""What keeps a page from going live is listed, in words that say what to do."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
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
