"""Whatever a page type shows that changes by itself, or hangs on who reads, is left out of what is certified."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from accounts.models import User
from content.certification.canonical import canonical_form
from content.certification.rendering import canonical_html
from content.models import ContentPage
from directory.models import Organisation
from programme.models import Programme
from tests import builders
from tests.clock import set_clock
from tests.declaring import declare_as
from tests.integration.content.conftest import renew
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db


@pytest.fixture
def one_of_each_type(shown: dict[str, Page]) -> dict[type[Page], Page]:
    found = {type(page): page for page in shown.values()}
    assert set(found) == set(ContentPage.__subclasses__())
    return found


@pytest.fixture
def member(kesimptaconnect: Programme, now: datetime) -> User:
    organisation: Organisation = builders.an_organisation(kesimptaconnect)
    return builders.a_member(organisation, now=now)


def signed_in(person: User) -> Client:
    client = SignedInClient()
    client.force_login(person)
    return client


def canonical_at(address: str, client: Client) -> str:
    """Return the canonical form of what a reader gets now, from no store of pages."""
    renew()
    response = client.get(address)
    assert response.status_code == 200, address
    return canonical_form(response.content.decode(), static_url=settings.STATIC_URL)


def test_every_page_type_is_canonically_the_same_for_everybody_at_any_time(
    one_of_each_type: dict[type[Page], Page], kesimptaconnect: Programme, member: User, approver: User,
    now: datetime, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    certified = {kind: canonical_html(page) for kind, page in one_of_each_type.items()}

    for moment in (now + timedelta(minutes=1), now + timedelta(days=200, hours=13)):
        set_clock(monkeypatch, moment)
        readers = [signed_in(member), signed_in(approver)]
        for kind, page in one_of_each_type.items():
            address = page.relative_url(kesimptaconnect.site)
            visitor = declare_as(Client(), page.audience)
            for reader in (visitor, *readers):
                assert canonical_at(address, reader) in certified[kind], kind
            assert canonical_at(f"{address}?utm_source=mail", visitor) in certified[kind], kind
