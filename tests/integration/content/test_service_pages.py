"""A service page says its class itself; pages of earlier releases took it from the overview above them."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from wagtail.models import Revision

from content.models import HomePage, ProgrammePage, ServicePage
from tests import builders

pytestmark = pytest.mark.django_db

migration: Any = import_module("content.migrations.0005_class_on_service_pages")


def a_part(role: str, **values: str) -> dict[str, Any]:
    return {
        "type": "part",
        "value": {
            "name": "A part", "anchor": role, "icon": "nurse", "part_class": "package_deal", "class_note": "",
            "summary": "<p>It helps.</p>", "text": "<p>It helps.</p>", "page": None, "role": role, **values,
        },
    }  # fmt: skip


@pytest.fixture
def overview(db: None) -> ProgrammePage:
    home = HomePage(title="Home", slug="care")
    builders.a_root_page().add_child(instance=home)
    parts = [a_part("nurse"), a_part("homecare", icon="delivery", class_note="with nurse services")]
    page = ProgrammePage(title="Overview", slug="overview", parts=json.dumps(parts))
    added: ProgrammePage = home.add_child(instance=page)
    return added


def a_service_page(overview: ProgrammePage, service: str) -> ServicePage:
    page: ServicePage = overview.add_child(
        instance=ServicePage(title=service.title(), slug=service, service=service)
    )
    page.save_revision()
    return page


def test_pages_and_their_drafts_keep_what_they_showed_of_the_overview(overview: ProgrammePage) -> None:
    homecare, app = a_service_page(overview, "homecare"), a_service_page(overview, "app")

    migration.take_over_from_the_overview(apps, None)

    homecare.refresh_from_db()
    expected = ("delivery", "package_deal", "with nurse services")
    assert (homecare.icon, homecare.part_class, homecare.class_note) == expected
    draft = Revision.page_revisions.get(object_id=str(homecare.pk)).as_object()
    assert (draft.icon, draft.part_class, draft.class_note) == expected
    app.refresh_from_db()
    assert (app.icon, app.part_class, app.class_note) == ("", "", "")
