from __future__ import annotations

import json
import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from accounts.models import User
from content.models import ContentPage, HomePage, StandardPage
from directory.models import Partner
from forms.definitions.models import Form
from programme.models import Product, Programme, SafetyRecord

pytestmark = pytest.mark.django_db

ADDRESSES = ["/", "/programme/", "/touchpoints/", "/checklist/"]
RESOURCE = re.compile(
    r"<(?:link|script|img|iframe|source|video|object)\b[^>]*?(?:href|src|data)=\"([^\"]+)\""
)
EVERY_BLOCK = [
    {"type": "section", "value": {"heading": "Section heading", "text": "<p>Section text</p>"}},
    {"type": "cards", "value": {"heading": "", "cards": [{"title": "Card title", "text": "<p>Card</p>"}]}},
    {"type": "steps", "value": {"heading": "", "steps": [{"title": "Step title", "text": "<p>Do it</p>"}]}},
    {"type": "checklist", "value": {"heading": "Have ready", "items": ["<p>Item to tick</p>"]}},
    {"type": "notice", "value": {"kind": "safety", "title": "Notice title", "text": "<p>Notice</p>"}},
    {"type": "table", "value": {"caption": "Table caption", "columns": ["A", "B"], "rows": [["one", "two"]]}},
    {"type": "providers", "value": {"heading": "Providers", "role": "homecare"}},
    {
        "type": "abbreviations",
        "value": {"heading": "Short", "entries": [{"short": "MS", "long": "long form"}]},
    },
    {"type": "footnote", "value": {"mark": "*", "text": "<p>Footnote text</p>"}},
]


def body_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_signed_out_visitor_reads_every_page(pages: dict[str, Page], client: Client, address: str) -> None:
    html = body_of(client, address)

    assert html.count("<h1") == 1
    assert 'href="#main"' in html


def test_every_page_previews_in_the_admin(pages: dict[str, Page]) -> None:
    assert len(pages) == len(ADDRESSES)
    for page in pages.values():
        response = page.make_preview_request()

        assert response.status_code == 200
        assert page.heading in response.rendered_content


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_footer_carries_what_every_page_must_declare(
    pages: dict[str, Page], kesimptaconnect: Programme, client: Client, address: str
) -> None:
    SafetyRecord.objects.filter(kind=SafetyRecord.Kind.PRESCRIBING_INFORMATION).update(
        link="https://pi.example/uk", link_text="Read the prescribing information"
    )
    page = next(page for page in pages.values() if page.relative_url(kesimptaconnect.site) == address)

    footer = body_of(client, address).split('<footer class="site-footer">')[1]

    assert "Placeholder text: Adverse event reporting, for professionals." in footer
    assert '<a href="https://pi.example/uk" rel="external">Read the prescribing information</a>' in footer
    assert "Medical information contact" in footer
    assert page.job_code in footer
    assert "November 2026" in footer
    assert kesimptaconnect.company_role in footer
    assert kesimptaconnect.territory in footer


def test_a_page_for_patients_carries_the_statement_for_patients(
    pages: dict[str, Page], client: Client
) -> None:
    Page.objects.get(slug="checklist").specific_class.objects.update(audience="patients")

    html = body_of(client, "/checklist/")

    assert "Placeholder text: Adverse event reporting, for patients." in html
    assert "Placeholder text: Adverse event reporting, for professionals." not in html


def test_placeholder_texts_are_marked_until_they_are_replaced(pages: dict[str, Page], client: Client) -> None:
    assert "Placeholder text, to be replaced before use" in body_of(client, "/")

    SafetyRecord.objects.update(is_placeholder=False)

    assert "Placeholder text, to be replaced before use" not in body_of(client, "/")


def test_a_corrected_safety_text_shows_on_the_next_page(pages: dict[str, Page], client: Client) -> None:
    body_of(client, "/")

    SafetyRecord.objects.filter(kind="adverse_events_hcp").update(body="Ring the corrected number.")

    assert "Ring the corrected number." in body_of(client, "/")


def test_the_black_triangle_has_words_and_shows_only_under_additional_monitoring(
    pages: dict[str, Page], client: Client
) -> None:
    assert "▼" not in body_of(client, "/")

    Product.objects.update(additional_monitoring=True)

    triangle = r'<span class="triangle"\s+role="img"\s+aria-label="Black triangle:[^"]+">▼</span>'
    assert re.search(triangle, body_of(client, "/"))


@pytest.mark.parametrize("address", [*ADDRESSES, "/no-such-page/"])
def test_no_page_fetches_anything_from_elsewhere(
    pages: dict[str, Page], client: Client, address: str
) -> None:
    html = client.get(address).content.decode()

    fetched = RESOURCE.findall(html)
    assert fetched
    assert [found for found in fetched if not found.startswith("/static/")] == []
    assert "<style" not in html
    assert " style=" not in html
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)


def test_the_way_to_the_form_leads_a_signed_out_visitor_to_sign_in(
    pages: dict[str, Page], form: Form, client: Client
) -> None:
    address = reverse("submissions:start", kwargs={"form_slug": form.slug})
    assert f'href="{address}"' in body_of(client, "/")

    response = client.get(address)

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login"))


def test_a_form_that_is_not_published_is_not_offered(
    pages: dict[str, Page], form: Form, client: Client
) -> None:
    Form.objects.update(live=False)

    html = body_of(client, "/")

    assert "This form is not open at the moment." in html
    assert f"/{form.slug}/" not in html


def test_providers_come_from_the_directory(pages: dict[str, Page], homecare: Partner, client: Client) -> None:
    assert homecare.name in body_of(client, "/programme/")

    Partner.objects.update(name="Renamed Homecare Limited")
    assert "Renamed Homecare Limited" in body_of(client, "/programme/")

    Partner.objects.update(available_from=None, available_until=None)
    assert "Renamed Homecare Limited" not in body_of(client, "/programme/")


def test_every_block_renders_on_a_standard_page(
    pages: dict[str, Page], approver: User, client: Client
) -> None:
    home = HomePage.objects.get()
    page = StandardPage(title="Everything", slug="everything", job_code="X-1", body=json.dumps(EVERY_BLOCK))
    home.add_child(instance=page)
    page.save_revision(user=approver).publish(user=approver)

    html = body_of(client, "/everything/")

    for text in ("Section text", "Card title", "Step title", "Item to tick", "Notice title", "Table caption",
                 "two", "Harbour Homecare Limited", "long form", "Footnote text"):  # fmt: skip
        assert text in html


def test_the_navigation_follows_the_page_tree_and_marks_the_page(
    pages: dict[str, Page], approver: User, client: Client
) -> None:
    html = body_of(client, "/touchpoints/")
    assert re.search(r'<a href="/touchpoints/"\s+aria-current="page">Touchpoints</a>', html)

    page = Page.objects.get(slug="programme").specific
    page.title = "The three parts"
    page.save_revision(user=approver).publish(user=approver)
    assert ">The three parts</a>" in body_of(client, "/touchpoints/")

    page.unpublish(user=approver)
    assert ">The three parts</a>" not in body_of(client, "/touchpoints/")


def test_signing_in_puts_the_own_registrations_into_the_header(
    pages: dict[str, Page], approver: User, client: Client
) -> None:
    assert "Sign in" in body_of(client, "/checklist/")

    client.force_login(approver)
    html = client.get("/no-such-page/").content.decode()

    assert "My registrations" in html
    assert "Sign out" in html


@pytest.mark.parametrize("page_type", ContentPage.__subclasses__())
def test_every_page_type_has_a_template_of_its_own(page_type: type[ContentPage]) -> None:
    assert page_type.template.startswith("content/")


def test_more_cards_cost_no_more_queries(
    pages: dict[str, Page], client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    body_of(client, "/")
    cards = [
        {"type": "cards", "value": {"heading": "", "cards": [
            {"title": f"Card {number}", "text": "<p>Text</p>", "page": pages["checklist"].pk}
            for number in range(40)
        ]}},
        *[{"type": "providers", "value": {"heading": "P", "role": "homecare"}} for _ in range(10)],
    ]  # fmt: skip
    HomePage.objects.update(body=json.dumps(cards))

    with django_assert_max_num_queries(12):
        body_of(client, "/")


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()
