from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from content.library.models import Document, DownloadCount
from programme.models import Programme
from tests.builders import a_programme, a_root_page
from tests.integration.content_library.asking import ADDRESS, ask, declare
from tests.library_building import a_document, a_version, in_force
from tests.library_files import a_pdf, a_word_document

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    """A browser in which somebody declared to be a professional."""
    return declare(client, "professionals")


@pytest.fixture
def document(programme: Programme, now: datetime) -> Document:
    return in_force(a_document(programme, now=now, data=a_pdf("How to inject")), now=now)


def test_the_file_comes_with_headers_that_keep_it_what_it_is(reader: Client, document: Document) -> None:
    response = ask(reader)

    assert response.status_code == 200
    assert response.body == a_pdf("How to inject")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="injection-guide.pdf"'
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"].startswith("default-src 'none'")
    assert response["X-Robots-Tag"] == "noindex"
    assert "private" in response["Cache-Control"]


def test_what_a_browser_cannot_show_is_saved(reader: Client, programme: Programme, now: datetime) -> None:
    in_force(a_document(programme, now=now, data=a_word_document("Words"), name="a.docx"), now=now)

    response = ask(reader)

    assert response["Content-Disposition"] == 'attachment; filename="injection-guide.docx"'
    assert response["Content-Security-Policy"].endswith("sandbox")
    assert response.body.startswith(b"PK")


def test_the_address_stays_whatever_version_is_in_force(
    reader: Client, document: Document, now: datetime
) -> None:
    before = ask(reader)
    a_version(document, a_pdf("Other words"), now=now)
    assert ask(reader).body == a_pdf("How to inject")

    in_force(document, now=now)

    after = ask(reader, headers={"If-None-Match": before["ETag"]})
    assert after.body == a_pdf("Other words")


def test_what_the_browser_has_is_not_sent_again_nor_counted(reader: Client, document: Document) -> None:
    first = ask(reader)

    again = ask(reader, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]
    assert [(count.number, count.day) for count in DownloadCount.objects.all()] == [(1, timezone.localdate())]


def test_downloads_are_counted_per_version_and_day(reader: Client, document: Document, now: datetime) -> None:
    for _ in range(2):
        ask(reader)
    ask(reader, method="head")
    a_version(document, a_pdf("Other words"), now=now)
    in_force(document, now=now)
    ask(reader)

    assert list(
        DownloadCount.objects.order_by("version__number").values_list("version__number", "number")
    ) == [(1, 2), (2, 1)]  # fmt: skip


def test_an_address_of_wagtails_form_leads_to_the_stable_one(reader: Client, document: Document) -> None:
    response = ask(reader, f"/documents/{document.pk}/whatever.pdf")

    assert (response.status_code, response["Location"]) == (302, ADDRESS)


@pytest.mark.parametrize(
    "address",
    [
        "/documents/..%2f..%2fetc%2fpasswd/", "/documents/%00/", "/documents/injection-guide/../x/",
        "/documents/injection-guide/versions/99999999999999999999/", "/documents/99999999999999999999999/x.pdf",
        "/documents/injection-guide/?x=%ff&y[]=1",
    ],
)  # fmt: skip
def test_odd_addresses_meet_no_error(reader: Client, document: Document, address: str) -> None:
    assert ask(reader, address).status_code < 500


def test_only_reading_is_allowed(reader: Client, document: Document) -> None:
    assert ask(reader, method="post").status_code == 405


def test_a_document_belongs_to_its_programmes_site_only(
    client: Client, document: Document, settings: Any
) -> None:
    site = Site.objects.create(hostname="other.example", root_page=a_root_page())
    a_programme(site=site, code="othercare", name="OtherCare", reference_prefix="OC")
    settings.ALLOWED_HOSTS = ["other.example"]

    assert ask(client, headers={"host": "other.example"}).status_code == 404


def test_serving_takes_few_queries(
    reader: Client, document: Document, django_assert_max_num_queries: Any
) -> None:
    ask(reader)
    with django_assert_max_num_queries(9):
        ask(reader)
