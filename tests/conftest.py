"""Fixtures that every floor's tests may use. Everything in them is synthetic."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, settings

from content.caching import inside, keeping
from tests import builders
from tests.scheduling import WholeModules, longest_first
from tests.signing_in import SignedInClient

if TYPE_CHECKING:
    from accounts.models import User
    from directory.models import Organisation, Partner
    from programme.models import Programme


# Whether a promise holds must not hang on how busy the machine is.
settings.register_profile("product", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("product")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    longest_first(items)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> WholeModules:
    return WholeModules(config, log)


@pytest.fixture(autouse=True)
def _no_kept_pages() -> None:
    """Let no test read a page that another made: what a test writes is never committed, so renews nothing."""
    for kept in (keeping.shelf, inside.shelf):
        kept.clear()


@pytest.fixture
def now() -> datetime:
    """A fixed Monday morning: time is injected, never read."""
    return datetime(2027, 1, 4, 9, 30, tzinfo=UTC)


@pytest.fixture
def client() -> Client:
    """A browser in which `force_login` stands for having given password and second factor."""
    return SignedInClient()


@pytest.fixture
def programme(db: None) -> Programme:
    return builders.a_programme()


@pytest.fixture
def organisation(programme: Programme) -> Organisation:
    return builders.an_organisation(programme)


@pytest.fixture
def nurse_service(programme: Programme) -> Partner:
    return builders.a_partner(programme, role="nurse", code="nurse-service")


@pytest.fixture
def homecare_provider(programme: Programme) -> Partner:
    return builders.a_partner(programme, role="homecare", code="homecare-one")


@pytest.fixture
def member(organisation: Organisation, now: datetime) -> User:
    return builders.a_member(organisation, now=now)


@pytest.fixture
def stranger(programme: Programme, now: datetime) -> User:
    """A member of another organisation."""
    other = builders.an_organisation(programme, ods_code="ZZ009", name="Marram Coast Hospitals NHS Trust")
    return builders.a_member(other, now=now, email="stranger@marram.invalid", name="Sol Stranger")
