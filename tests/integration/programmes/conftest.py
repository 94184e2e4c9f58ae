"""Two programmes beside each other, the second set up by the pages of the admin alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from wagtail.models import Site

from accounts.services import ADMINISTRATORS
from content.caching import inside
from content.caching.keeping import shelf
from content.loading.groups import load_groups
from content.models import HomePage
from forms.definitions.groups import ensure_groups as ensure_form_groups
from programme.models import Programme
from stamps import PAGES, RECORDS, stamps_of
from tests import builders
from tests.integration.content_caching.conftest import ask, one_connection
from tests.integration.programme.test_adding import FORM
from tests.integration.programmes.office import Office, Words
from tests.library_building import a_root_collection
from tests.signing_in import SignedInClient

__all__ = ["ask", "one_connection"]

ONE = Words(
    name="Harbour Support", host="one.example", person="Olive Onshore", partner="Harbour Nurses",
    topic="onshore wind", inside="periwinkle", short="ONW", form="Tell the harbour", phone="020 7946 0101",
)  # fmt: skip
TWO = Words(
    name="ExampleCare Two", host="two.example", person="Hilda Upland", partner="Mountain Nurses",
    topic="upland snow", inside="edelweiss", short="UPS", form="Tell the mountain", phone="020 7946 0202",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Both:
    """The offices of the two programmes."""

    one: Office
    two: Office

    def __iter__(self) -> Iterator[tuple[Office, Office]]:
        """Yield each with the other."""
        yield self.one, self.two
        yield self.two, self.one


@pytest.fixture(scope="module", autouse=True)
def own_surroundings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    var = tmp_path_factory.mktemp("var")
    with override_settings(VAR_DIR=var, PAGE_CACHE_SECONDS=600, ALLOWED_HOSTS=[ONE.host, TWO.host]):
        for name in (PAGES, RECORDS):
            stamps_of(name).renew()
        yield


@pytest.fixture(autouse=True)
def empty_shelves() -> None:
    for kept in (shelf, inside.shelf, cache):
        kept.clear()


@pytest.fixture(scope="module")
def both(django_db_setup: None, django_db_blocker: Any, own_surroundings: None) -> Iterator[Both]:
    """Set up once for all tests of a module, each of which takes back what it does itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _both()
        transaction.set_rollback(True)


def _both() -> Both:
    a_root_collection()
    site = Site.objects.create(hostname=ONE.host, root_page=builders.a_root_page(), is_default_site=True)
    first = builders.a_programme(
        site=site, code="harbour", name=ONE.name, reference_prefix="HS", sponsor="Harbour Pharma Limited",
        company_role="Harbour Pharma Limited funds this.", neutral_name="Support by the sea",
    )  # fmt: skip
    home = HomePage(title="Home", slug="harbour", live=False)
    builders.a_root_page().add_child(instance=home)
    site.root_page = home
    site.save()
    load_groups(programme=first, now=timezone.now())
    ensure_form_groups()
    people = [
        builders.a_user(email=f"{name}@programme.invalid", name=name.title(), is_staff=True)
        for name in ("ada", "ben")
    ]
    for person in people:
        person.groups.add(Group.objects.get(name=ADMINISTRATORS))
    client = SignedInClient()
    client.force_login(people[0])
    added = client.post("/admin/programmes/new/", FORM, headers={"Host": ONE.host})
    assert added.status_code == 302, added.content.decode()
    second = Programme.objects.get(code=FORM["code"])
    offices = [
        Office(programme, words, administrator=people[0], approver=people[1])
        for programme, words in ((first, ONE), (second, TWO))
    ]
    for office in offices:
        office.set_up()
    return Both(*offices)
