"""Who gets a document and who does not, each told in words why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from wagtail.models import CollectionViewRestriction

from accounts.models import User
from content.certification.models import Certificate
from content.library.models import Document, DownloadCount
from programme.models import Programme
from tests.clamd_server import Clamd
from tests.integration.content_library.asking import ADDRESS, ask, change, declare
from tests.library_building import DECLARED, a_document, a_root_collection, in_force
from tests.library_files import a_pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client: Client) -> Client:
    """A browser in which somebody declared to be a professional."""
    return declare(client, "professionals")


@pytest.fixture
def document(programme: Programme, now: datetime) -> Document:
    return in_force(a_document(programme, now=now, data=a_pdf("How to inject")), now=now)


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
