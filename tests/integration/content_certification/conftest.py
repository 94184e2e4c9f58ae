"""A programme with one page, its editor, its publisher and its signatory."""

from __future__ import annotations

import json
from datetime import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from wagtail.models import Page

from accounts.models import User
from approvals.models import Approval
from content.loading.groups import load_groups
from content.models import HomePage, StandardPage
from labelling.services import propose_change
from programme.models import Programme, SafetyRecord, Service
from tests import builders
from tests.certifying import a_signatory, publish_certified


@pytest.fixture(autouse=True)
def _fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def groups(programme: Programme, now: datetime) -> dict[str, Group]:
    return load_groups(programme=programme, now=now)


@pytest.fixture
def editor(groups: dict[str, Group]) -> User:
    user = builders.a_user(email="carys@programme.invalid", name="Carys Editor", is_staff=True)
    user.groups.add(groups["editor"])
    return user


@pytest.fixture
def superuser(db: None) -> User:
    return builders.a_user(
        email="omar@programme.invalid", name="Omar Super", is_staff=True, is_superuser=True
    )


@pytest.fixture
def signatory(programme: Programme, groups: dict[str, Group], now: datetime) -> User:
    user = a_signatory(programme, now=now)
    user.groups.add(groups["certifier"])
    return user


@pytest.fixture
def app(programme: Programme) -> Service:
    return Service.objects.create(
        programme=programme,
        key="app",
        label="App",
        wording_available="The app can be used today.",
        wording_unavailable="The app is being developed.",
    )


@pytest.fixture
def home(programme: Programme, editor: User) -> HomePage:
    page = HomePage(
        title="Home", slug="examplecare", job_code="EC-1", prepared_on="2026-10-01", audience="public"
    )
    Page.get_first_root_node().add_child(instance=page)
    programme.site.root_page = page
    programme.site.save()
    page.save_revision(user=editor)
    return page


@pytest.fixture
def page(home: HomePage, editor: User) -> StandardPage:
    section = {"type": "section", "value": {"heading": "What to know", "text": "<p>First words</p>"}}
    page = StandardPage(
        title="About the programme",
        slug="about",
        job_code="EC-2",
        prepared_on="2026-10-01",
        audience="public",
        introduction="An introduction.",
        body=json.dumps([section]),
    )
    home.add_child(instance=page)
    page.save_revision(user=editor)
    return page


@pytest.fixture
def switched(home: HomePage, editor: User, app: Service) -> StandardPage:
    """A draft that says one thing while the app is in development, and another once it is available."""
    wording = {
        "service": "app", "heading": "The app", "available": "<p>Open the app.</p>",
        "in_development": "<p>The app comes later.[^app]</p>",
    }  # fmt: skip
    page = StandardPage(
        title="The app", slug="app", job_code="EC-3", prepared_on="2026-10-01", audience="public",
        body=json.dumps([{"type": "service_wording", "value": wording}]),
    )  # fmt: skip
    home.add_child(instance=page)
    page.save_revision(user=editor)
    return page


@pytest.fixture
def record(programme: Programme) -> SafetyRecord:
    return SafetyRecord.objects.get(programme=programme, kind="adverse_events_patient")


@pytest.fixture
def second(db: None) -> User:
    return builders.a_user(email="ben@programme.invalid", name="Ben Second", is_staff=True)


@pytest.fixture
def approval(record: SafetyRecord, superuser: User, now: datetime) -> Approval:
    record.body = "Ring the corrected number."
    return propose_change(target=record, by=superuser, now=now)


@pytest.fixture
def live(home: HomePage, page: StandardPage, now: datetime) -> StandardPage:
    publish_certified(page, now=now)
    return page
