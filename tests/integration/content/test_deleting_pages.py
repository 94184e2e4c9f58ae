from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Page


@pytest.fixture
def editor(client, approver):
    client.force_login(approver)
    return client


def home_of(programme):
    return programme.site.root_page


def test_a_programmes_first_page_is_not_deleted_and_the_editor_is_told_why(editor, pages, kesimptaconnect):
    home = home_of(kesimptaconnect)

    answer = editor.post(reverse("wagtailadmin_pages:delete", args=[home.pk]), follow=True)

    assert "the site of KesimptaConnect starts there" in answer.content.decode()
    assert Page.objects.filter(pk=home.pk).exists()


def test_a_page_that_holds_it_is_not_deleted_either(editor, pages, kesimptaconnect):
    home = home_of(kesimptaconnect)
    above = Page.get_first_root_node().add_child(instance=Page(title="Above", slug="above"))
    home.move(above, pos="last-child")

    editor.post(reverse("wagtailadmin_pages:delete", args=[above.pk]))

    assert Page.objects.filter(pk__in=[above.pk, home.pk]).count() == 2


def test_nor_are_they_in_bulk(editor, pages, kesimptaconnect):
    home = home_of(kesimptaconnect)

    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    answer = editor.post(f"{bulk}?id={home.pk}&next=/admin/", follow=True)

    assert "the site of KesimptaConnect starts there" in answer.content.decode()
    assert Page.objects.filter(pk=home.pk).exists()


def test_any_other_page_can_be_deleted(editor, pages, kesimptaconnect):
    other = home_of(kesimptaconnect).get_children().first()

    editor.post(reverse("wagtailadmin_pages:delete", args=[other.pk]))

    assert not Page.objects.filter(pk=other.pk).exists()
