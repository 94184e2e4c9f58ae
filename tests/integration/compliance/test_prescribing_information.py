"""Each territory's prescribing information has a page of its own, one click away, for professionals."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from accounts.models import User
from content.models import StandardPage
from programme.models import SafetyRecord
from tests import builders

pytestmark = pytest.mark.django_db

ADDRESS = "/prescribing-information/united-kingdom/"


@pytest.fixture
def reader(db: None) -> User:
    return builders.a_user(email="reader@hospital.invalid")


def test_professionals_read_it_with_its_revision_and_the_reporting_statement(
    home: object, client: Client, reader: User
) -> None:
    SafetyRecord.objects.filter(kind="prescribing_information").update(revised_on=date(2026, 3, 3))
    client.force_login(reader)

    html = client.get(ADDRESS).content.decode()

    assert "Placeholder text: Prescribing information." in html
    assert "3 March 2026" in html
    assert "Placeholder text: Adverse event reporting, for professionals." in html


def test_nobody_else_reads_it_before_saying_who_they_are(home: object, client: Client) -> None:
    html = client.get(ADDRESS).content.decode()

    assert "Placeholder text: Prescribing information." not in html
    assert "EXAMPLEX" not in html
    assert "ExampleCare" not in html


@pytest.mark.parametrize("territory", ["great-britain", "france", "a" * 300])
def test_there_is_no_page_for_a_territory_without_any(
    home: object, client: Client, reader: User, territory: str
) -> None:
    client.force_login(reader)

    assert client.get(f"/prescribing-information/{territory}/").status_code == 404


def test_a_page_links_to_the_set_of_its_territory_at_its_top_and_in_its_footer(page: StandardPage) -> None:
    first = SafetyRecord.objects.get(kind="prescribing_information")
    for territory in ("great_britain", "northern_ireland"):
        first.pk, first.territory, first.title = None, territory, f"For {territory}"
        first.save(force_insert=True)
    SafetyRecord.objects.get(kind="prescribing_information", territory="united_kingdom").delete()

    html = page.make_preview_request().rendered_content

    for territory in ("great-britain", "northern-ireland"):
        assert html.count(f'href="/prescribing-information/{territory}/"') == 2

    page.territory = "northern_ireland"
    html = page.make_preview_request().rendered_content
    assert "/prescribing-information/great-britain/" not in html


def test_the_statement_stands_in_the_main_part_and_apart_from_prescribing_information(
    page: StandardPage,
) -> None:
    html = page.make_preview_request().rendered_content

    main, footer = html.split("</main>")
    assert "Placeholder text: Adverse event reporting, for professionals." in main
    assert "Placeholder text: Adverse event reporting" not in footer
    assert 'class="safety-box' in main


def test_patients_get_their_own_statement_and_no_prescribing_information(page: StandardPage) -> None:
    page.audience = "patients"

    html = page.make_preview_request().rendered_content

    assert "Placeholder text: Adverse event reporting, for patients." in html
    assert "Placeholder text: Adverse event reporting, for professionals." not in html
    assert "/prescribing-information/" not in html


def test_the_company_role_is_that_of_the_programme_or_an_allowed_wording(page: StandardPage) -> None:
    html = page.make_preview_request().rendered_content
    assert "ExampleCare is developed and funded by Example Pharma Limited." in html

    page.company_role = "reviewed"
    html = page.make_preview_request().rendered_content
    assert "funded by Example Pharma Limited, which reviewed it for accuracy." in html
