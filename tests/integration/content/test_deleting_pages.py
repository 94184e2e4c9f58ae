from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from content.models import HomePage, StandardPage
from programme.models import Programme
from tests import builders
from tests.integration.content.conftest import show


@pytest.fixture
def editor(client: Client, approver: User) -> Client:
    client.force_login(approver)
    return client


@pytest.fixture
def home(kesimptaconnect: Programme, now: datetime) -> Page:
    """The live first page of a programme's site."""
    builders.a_root_page().add_child(instance=HomePage(title="Home", slug="kc", job_code="H-1"))
    home = Page.objects.get(slug="kc")
    kesimptaconnect.site.root_page = home
    kesimptaconnect.site.save()
    show(kesimptaconnect, home, now=now)
    return Page.objects.get(pk=home.pk)


@pytest.fixture
def below(home: Page) -> Page:
    """A draft that nobody certified."""
    home.specific.add_child(instance=StandardPage(title="About", slug="about", job_code="H-2"))
    return Page.objects.get(slug="about")


def test_a_programmes_first_page_is_not_deleted_and_the_editor_is_told_why(
    editor: Client, home: Page
) -> None:
    answer = editor.post(reverse("wagtailadmin_pages:delete", args=[home.pk]), follow=True)

    assert "the site of KesimptaConnect starts there" in answer.content.decode()
    assert Page.objects.filter(pk=home.pk).exists()


def test_a_page_that_holds_it_is_not_deleted_either(editor: Client, home: Page) -> None:
    above = Page.get_first_root_node().add_child(instance=Page(title="Above", slug="above"))
    home.move(above, pos="last-child")

    editor.post(reverse("wagtailadmin_pages:delete", args=[above.pk]))

    assert Page.objects.filter(pk__in=[above.pk, home.pk]).count() == 2


def test_nor_are_they_in_bulk(editor: Client, home: Page) -> None:
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    answer = editor.post(f"{bulk}?id={home.pk}&next=/admin/", follow=True)

    assert "the site of KesimptaConnect starts there" in answer.content.decode()
    assert Page.objects.filter(pk=home.pk).exists()


def test_any_other_page_can_be_deleted_while_nobody_has_certified_it(editor: Client, below: Page) -> None:
    editor.post(reverse("wagtailadmin_pages:delete", args=[below.pk]))

    assert not Page.objects.filter(pk=below.pk).exists()


def test_what_was_ever_certified_is_kept_and_the_editor_is_told_why(
    editor: Client, below: Page, kesimptaconnect: Programme, now: datetime
) -> None:
    show(kesimptaconnect, below, now=now)

    answer = editor.post(reverse("wagtailadmin_pages:delete", args=[below.pk]), follow=True)

    assert "what was certified is kept" in answer.content.decode()
    assert Page.objects.filter(pk=below.pk).exists()
