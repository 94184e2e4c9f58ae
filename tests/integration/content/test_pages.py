from __future__ import annotations

import re
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page

from content.models import ContentPage
from forms.definitions.models import Form
from programme.models import Programme, SafetyRecord, Service
from tests.declaring import declare_as
from tests.integration.content.conftest import renew
from tests.integration.content.reading import body_of

pytestmark = pytest.mark.django_db

ADDRESSES = [
    "/", "/programme/", "/programme/homecare/", "/programme/nurse-services/", "/programme/app/",
    "/programme/choosing-parts/", "/touchpoints/", "/checklist/", "/resources/", "/news/",
    "/news/one-registration/", "/contact/", "/search/", "/site-map/", "/for-patients/", "/for-everybody/",
]  # fmt: skip
RESOURCE = re.compile(
    r"<(?:link|script|img|iframe|source|video|object)\b[^>]*?(?:href|src|data)=\"([^\"]+)\""
)
# For whoever is signed in, all told; the cache of whole pages answers everybody else.
MOST_QUERIES = 16


@pytest.fixture
def reader(shown: dict[str, Page], client: Client) -> Client:
    return declare_as(client)


def test_a_declared_professional_reads_every_page_and_it_fetches_nothing_from_elsewhere(
    reader: Client,
) -> None:
    for address in ADDRESSES:
        html = body_of(reader, address)

        assert html.count("<h1") == 1, address
        assert 'href="#main"' in html
        fetched = [found for found in RESOURCE.findall(html) if not found.startswith(("/static/", "feed/"))]
        assert fetched == []
        assert "<style" not in html
        assert " style=" not in html
        assert not re.search(r"<script(?![^>]*\bsrc=)", html)
        assert "[^" not in html


def test_headings_go_down_one_level_at_a_time(reader: Client) -> None:
    for address in ADDRESSES:
        main = body_of(reader, address).split('id="main"')[1].split("</main>")[0]
        levels = [int(level) for level in re.findall(r"<h([1-6])", main)]

        assert levels[0] == 1, address
        assert all(below <= above + 1 for above, below in pairwise(levels)), address


def test_every_link_between_pages_leads_to_a_page(reader: Client) -> None:
    found = {
        link for address in ADDRESSES for link in re.findall(r'href="(/[^"#?]*)"', body_of(reader, address))
    }

    elsewhere = ("/static/", "/account/", "/registrations/", "/forms/")
    own = sorted(link for link in found if not link.startswith(elsewhere))
    assert set(ADDRESSES) <= set(own)
    for link in own:
        assert reader.get(link).status_code in {200, 302}, link


def test_every_page_previews_in_the_admin(shown: dict[str, Page]) -> None:
    assert len({type(page) for page in shown.values()}) == len(ContentPage.__subclasses__())
    for page in shown.values():
        response = page.make_preview_request()

        assert response.status_code == 200
        assert page.heading in response.rendered_content


@pytest.mark.parametrize("page_type", ContentPage.__subclasses__())
def test_every_page_type_has_a_template_of_its_own(page_type: type[ContentPage]) -> None:
    assert page_type.template.startswith("content/")


def test_what_every_page_must_declare_stands_on_it(
    reader: Client, shown: dict[str, Page], kesimptaconnect: Programme
) -> None:
    for slug in ("programme", "homecare", "contact", "news"):
        page = shown[slug]
        html = body_of(reader, page.relative_url(kesimptaconnect.site))

        assert "Placeholder text: Adverse event reporting, for professionals." in html
        assert page.job_code in html
        assert "November 2026" in html
        assert kesimptaconnect.company_role in html


def test_a_corrected_safety_text_shows_on_the_next_page(reader: Client) -> None:
    body_of(reader, "/contact/")

    SafetyRecord.objects.filter(kind="adverse_events_hcp").update(body="Ring the corrected number.")
    renew()

    assert "Ring the corrected number." in body_of(reader, "/contact/")


def test_one_switch_changes_overview_service_page_checklist_and_footnotes(
    reader: Client, kesimptaconnect: Programme
) -> None:
    service, _created = Service.objects.update_or_create(
        programme=kesimptaconnect, key="app",
        defaults={"label": "App", "available": False, "footnote": "Not there yet.", "wording_available": "Here."},
    )  # fmt: skip
    for address in ("/programme/", "/programme/app/", "/checklist/"):
        html = body_of(reader, address)
        assert "Not there yet." in html
        assert 'id="note-1"' in html
    assert "The app is in development." in body_of(reader, "/programme/app/")

    Service.objects.filter(pk=service.pk).update(available=True)
    renew()

    for address in ("/programme/", "/programme/app/", "/checklist/"):
        html = body_of(reader, address)
        assert "Not there yet." not in html
        assert "In development" not in html
        assert 'id="note-1"' not in html
    assert "The app is available." in body_of(reader, "/programme/app/")


def test_the_way_to_the_form_is_offered_while_the_form_is_open(reader: Client, form: Form) -> None:
    address = reverse("submissions:start", kwargs={"form_slug": form.slug})
    assert f'href="{address}"' in body_of(reader, "/")

    Form.objects.update(live=False)
    renew()

    html = body_of(reader, "/")
    assert "This form is not open at the moment." in html
    assert f'href="{address}"' not in html


def test_abbreviations_are_those_that_the_page_uses(reader: Client) -> None:
    html = body_of(reader, "/checklist/").split('id="abbreviations"')[1].split("</section>")[0]

    assert re.findall(r"<dt>([^<]+)</dt>", html) == ["CHI", "H&amp;C", "NHS"]


def test_a_page_shows_where_it_stands(reader: Client) -> None:
    html = body_of(reader, "/programme/nurse-services/")

    trail = html.split('aria-label="Breadcrumb"')[1].split("</nav>")[0]
    assert re.findall(r'href="([^"]+)"', trail) == ["/", "/programme/"]
    section = html.split('aria-label="In this section"')[1].split("</nav>")[0]
    assert re.search(r'<a href="/programme/nurse-services/"\s+aria-current="page">', section)
    assert re.search(r'href="/programme/homecare/"\s+rel="prev"', html)
    assert re.search(r'href="/programme/app/"\s+rel="next"', html)
    main = html.split('aria-label="Main"')[1].split("</nav>")[0]
    assert re.search(r'<a href="/programme/"\s+aria-current="true">', main)


# Outside a transaction, as in production: inside one nothing is remembered.
@pytest.mark.django_db(transaction=True)
def test_a_reader_of_any_page_costs_few_queries(
    reader: Client, approver: object, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    reader.force_login(approver)
    for address in ADDRESSES:
        body_of(reader, address)
        with django_assert_max_num_queries(MOST_QUERIES):
            body_of(reader, address)
