"""A page stays on the site of its programme, whichever road a move takes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, Site

from accounts.models import User
from content.models import HomePage, StandardPage
from content.moving import LeavesProgramme
from programme.models import Programme
from tests import builders
from tests.integration.content.conftest import show

pytestmark = pytest.mark.django_db


def a_home(programme: Programme, slug: str) -> Page:
    builders.a_root_page().add_child(
        instance=HomePage(title=f"Home of {slug}", slug=slug, job_code=f"{slug}-1")
    )
    home = Page.objects.get(slug=slug)
    Site.objects.filter(pk=programme.site_id).update(root_page=home)
    programme.site.refresh_from_db()
    return home


@pytest.fixture
def home(kesimptaconnect: Programme) -> Page:
    return a_home(kesimptaconnect, "here")


@pytest.fixture
def elsewhere(db: None) -> Page:
    """The first page of another programme."""
    site = Site.objects.create(hostname="other.example", root_page=builders.a_root_page())
    programme = builders.a_programme(site=site, code="othercare", name="OtherCare", reference_prefix="OC")
    return a_home(programme, "there")


@pytest.fixture
def page(home: Page, kesimptaconnect: Programme, now: datetime) -> Page:
    """A certified page of the first programme."""
    home.specific.add_child(instance=StandardPage(title="About", slug="about", job_code="H-2"))
    page = Page.objects.get(slug="about")
    show(kesimptaconnect, page, now=now)
    return Page.objects.get(pk=page.pk)


def by_the_model(page: Page, target: Page) -> None:
    page.move(target, pos="last-child")


def by_the_page_type(page: Page, target: Page) -> None:
    page.specific.move(target, pos="last-child")


def by_the_action(page: Page, target: Page) -> None:
    MovePageAction(page, target, pos="last-child").execute(skip_permission_checks=True)


def by_the_command(page: Page, target: Page) -> None:
    call_command("move_pages", str(page.get_parent().pk), str(target.pk))


@pytest.mark.parametrize("road", [by_the_model, by_the_page_type, by_the_action, by_the_command])
@pytest.mark.parametrize("live", [True, False])
def test_no_road_leads_to_another_programmes_site(
    page: Page, elsewhere: Page, road: Callable[[Page, Page], None], live: bool
) -> None:
    Page.objects.filter(pk=page.pk).update(live=live)

    with pytest.raises(LeavesProgramme, match="belongs to KesimptaConnect"):
        road(Page.objects.get(pk=page.pk), elsewhere)

    assert Page.objects.get(pk=page.pk).url_path == "/here/about/"


def test_no_page_leaves_all_sites(page: Page) -> None:
    with pytest.raises(LeavesProgramme):
        page.move(builders.a_root_page(), pos="last-child")


def test_no_site_is_moved_into_another(home: Page, elsewhere: Page) -> None:
    with pytest.raises(LeavesProgramme, match="inside the site of OtherCare"):
        home.move(elsewhere, pos="last-child")


def test_a_page_moves_within_its_site_and_a_stray_one_onto_a_site(page: Page, home: Page) -> None:
    home.specific.add_child(instance=StandardPage(title="Section", slug="section", job_code="H-3"))
    stray = builders.a_root_page().add_child(instance=StandardPage(title="Stray", slug="stray"))

    page.move(Page.objects.get(slug="section"), pos="last-child")
    stray.move(Page.objects.get(slug="here"), pos="last-child")

    assert Page.objects.get(pk=page.pk).url_path == "/here/section/about/"
    assert Page.objects.get(pk=stray.pk).url_path == "/here/stray/"


@pytest.mark.parametrize("bulk", [False, True])
def test_the_editor_is_told_why_and_what_to_do(
    page: Page, elsewhere: Page, approver: User, client: Client, bulk: bool
) -> None:
    client.force_login(approver)
    if bulk:
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
        answer = client.post(f"{address}?id={page.pk}&next=/admin/", {"chooser": elsewhere.pk}, follow=True)
    else:
        address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, elsewhere.pk])
        answer = client.post(address, follow=True)

    html = answer.content.decode()
    assert "“About” was not moved: it belongs to KesimptaConnect" in html
    assert "Copy it instead" in html
    assert Page.objects.get(pk=page.pk).url_path == "/here/about/"
