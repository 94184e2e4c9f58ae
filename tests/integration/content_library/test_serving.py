from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import CollectionViewRestriction, Site

from accounts.models import User
from content.audience.declared import COOKIE, declaration
from content.certification.models import Certificate
from content.library.models import Document, DownloadCount
from programme.models import Programme
from tests.builders import a_programme, a_root_page
from tests.clamd_server import Clamd
from tests.library_building import DECLARED, a_document, a_root_collection, a_version, in_force
from tests.library_files import a_pdf, a_word_document

pytestmark = pytest.mark.django_db
ADDRESS = "/documents/injection-guide/"


def declare(client: Client, audience: str) -> Client:
    client.cookies[COOKIE] = declaration(audience, host="testserver", now=timezone.now())
    return client


@pytest.fixture
def reader(client: Client) -> Client:
    """A browser in which somebody declared to be a professional."""
    return declare(client, "professionals")


@pytest.fixture
def document(programme: Programme, now: datetime) -> Document:
    return in_force(a_document(programme, now=now, data=a_pdf("How to inject")), now=now)


def ask(client: Client, address: str = ADDRESS, *, method: str = "get", **options: Any) -> Any:
    """Ask for an address, read the answer to its end as a browser does, and close it."""
    response: Any = getattr(client, method)(address, **options)
    response.body = b"".join(response)
    # As a server does at the end; `close` itself would end the test's connection to the database too.
    for close in response._resource_closers:
        close()
    return response


def change(document: Document, **values: Any) -> None:
    Document.objects.filter(pk=document.pk).update(**values)


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


def test_who_did_not_say_who_they_are_is_asked_at_the_same_address(
    client: Client, document: Document
) -> None:
    response = ask(client)

    assert response.status_code == 200
    assert b"%PDF" not in response.body
    assert b"Injection guide" not in response.body
    assert response["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("audience", "visitor", "served"),
    [
        ("professionals", "patients", False), ("professionals", "public", False),
        ("patients", "professionals", True), ("patients", "patients", True), ("patients", "public", False),
        ("public", "public", True), ("public", "patients", True), ("public", None, True),
    ],
)  # fmt: skip
def test_an_audience_gets_what_is_for_it(
    client: Client, programme: Programme, now: datetime, audience: str, visitor: str | None, served: bool
) -> None:
    in_force(a_document(programme, now=now, declarations=replace(DECLARED, audience=audience)), now=now)
    if visitor:
        declare(client, visitor)

    response = ask(client)

    assert (response["Content-Type"] == "application/pdf") is served


def test_signing_in_may_be_asked_for(reader: Client, document: Document, member: User) -> None:
    change(document, access=Document.Access.SIGNED_IN)

    response = ask(reader)
    assert (response.status_code, response["Location"]) == (
        302, "/account/login/?next=%2Fdocuments%2Finjection-guide%2F",
    )  # fmt: skip

    reader.force_login(member)
    assert ask(reader)["Content-Type"] == "application/pdf"


def test_a_group_may_be_asked_for(reader: Client, document: Document, member: User) -> None:
    group = Group.objects.create(name="Nurses")
    document.groups.add(group)
    change(document, access=Document.Access.GROUPS)
    reader.force_login(member)
    assert ask(reader).status_code == 403

    member.groups.add(group)

    assert ask(reader).status_code == 200


@pytest.mark.parametrize(
    ("begins", "ends", "status", "said"),
    [(1, None, 404, "not available yet"), (None, -1, 410, "expired"), (0, 0, 200, "")],
)
def test_before_its_first_day_and_after_its_last_it_is_not_served(
    reader: Client, document: Document, begins: int | None, ends: int | None, status: int, said: str
) -> None:
    def day(offset: int | None) -> date | None:
        return None if offset is None else timezone.localdate() + timedelta(days=offset)

    change(document, effective_on=day(begins), expires_on=day(ends))

    response = ask(reader)

    assert response.status_code == status
    if said:
        assert said in response.body.decode()
        assert "Injection guide" not in response.body.decode()


def test_what_was_withdrawn_or_never_in_force_is_gone(
    reader: Client, programme: Programme, now: datetime
) -> None:
    a_document(programme, now=now)

    assert ask(reader).status_code == 410


def test_with_a_scanner_nothing_is_served_before_its_verdict(
    reader: Client, document: Document, scanner: Clamd
) -> None:
    response = ask(reader)

    # There is nothing to have yet; to say that the server failed is for when it did.
    assert response.status_code == 404
    assert "scanned for viruses" in response.body.decode()


def test_what_is_no_longer_certified_is_not_served(reader: Client, document: Document) -> None:
    Certificate.objects.update(state=Certificate.State.EXPIRED, ended_at=timezone.now())

    response = ask(reader)

    assert response.status_code == 404
    assert "Injection guide" not in response.body.decode()


def test_a_private_collection_is_kept_private(reader: Client, document: Document) -> None:
    private = a_root_collection().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    change(document, collection=private)

    assert ask(reader).status_code == 302


def test_versions_are_for_who_looks_after_the_document(
    reader: Client, document: Document, member: User
) -> None:
    address = f"{ADDRESS}versions/1/"
    assert ask(reader, address).status_code == 404

    member.is_superuser = True
    member.save()
    reader.force_login(member)

    assert ask(reader, address)["Content-Disposition"] == 'inline; filename="injection-guide-1.pdf"'
    assert ask(reader, f"{ADDRESS}versions/2/").status_code == 404


def test_the_picture_is_for_whoever_may_have_the_document(client: Client, document: Document) -> None:
    address = f"{ADDRESS}versions/1/page-1.png"
    assert ask(client, address).status_code == 404

    response = ask(declare(client, "professionals"), address)

    assert response["Content-Type"] == "image/png"
    assert response.body.startswith(b"\x89PNG")
    assert DownloadCount.objects.count() == 0


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
