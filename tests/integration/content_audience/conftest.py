"""A programme with one page for each audience."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.utils import timezone
from wagtail.models import Page, Site

from accounts.models import User
from content.models import HomePage, StandardPage
from programme.models import Programme
from tests import builders
from tests.certifying import publish_certified

BRANDS = ("ExampleCare", "EXAMPLEX", "examplumab")


@pytest.fixture
def editor(db: None) -> User:
    return builders.a_user(email="edith@programme.invalid", is_superuser=True, is_staff=True)


@pytest.fixture
def pages(programme: Programme, now: datetime) -> dict[str, Page]:
    """Live pages by audience; the home page, for professionals, names every brand."""
    home = HomePage(
        title="ExampleCare", slug="examplecare", job_code="X-0", audience="professionals",
        introduction="ExampleCare helps people who take EXAMPLEX (examplumab).",
        search_description="All about EXAMPLEX", live=False,
    )  # fmt: skip
    builders.a_root_page().add_child(instance=home)
    Site.objects.filter(pk=programme.site_id).update(root_page=home)
    programme.site.refresh_from_db()
    made: dict[str, Page] = {"professionals": home}
    for audience in ("patients", "public"):
        page = StandardPage(
            title=f"For {audience}", slug=audience, job_code=f"X-{audience}", audience=audience,
            introduction="What multiple sclerosis is.", live=False,
        )  # fmt: skip
        home.add_child(instance=page)
        made[audience] = page
    Site.clear_site_root_paths_cache()
    for page in made.values():
        publish_certified(page, now=timezone.now())
    return made
