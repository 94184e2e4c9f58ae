"""Working copies, comparing, reverting and locks, with this site's pages, certificates and roles."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from content.certification.refusals import NotCertified
from content.models import StandardPage
from tests.certifying import publish_certified
from tests.site_team import a_page, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(team, now):
    found = a_page(team.home, by=team["editor"], html="Words that were certified")
    publish_certified(found, now=now, signatory=team["certifier"])
    return found


def changed(page, team, words):
    page.introduction = words
    return page.save_revision(user=team["editor"])


def test_readers_see_the_published_version_while_a_draft_is_written(team, page) -> None:
    changed(page, team, "Words of the draft.")

    shown = Client().get(page.url).content.decode()

    assert "Words that were certified" in shown
    assert "Words of the draft." not in shown


def test_two_versions_are_compared(team, page, client) -> None:
    first = page.latest_revision
    second = changed(page, team, "Words of the draft.")
    client.force_login(team["editor"])

    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, first.pk, second.pk])
    compared = client.get(address).content.decode()

    assert "Words of the draft." in compared
    assert 'class="addition"' in compared


def test_an_earlier_version_comes_back_as_a_draft_and_is_published_as_it_was_certified(team, page) -> None:
    certified = page.latest_revision
    changed(page, team, "Words of the draft.")

    back = certified.as_object()
    again = back.save_revision(user=team["editor"], previous_revision=certified)
    again.publish(user=team["site_administrator"])

    assert page.certificates.filter(state="valid").count() == 1
    assert StandardPage.objects.get(pk=page.pk).introduction == "An introduction."


def test_a_changed_version_is_published_by_nobody_without_a_certificate(team, page) -> None:
    revision = changed(page, team, "Words of the draft.")

    with pytest.raises(NotCertified):
        revision.publish(user=team["site_administrator"])
    assert StandardPage.objects.get(pk=page.pk).introduction == "An introduction."


@pytest.mark.parametrize(("role", "locks"), [("editor", True), ("reviewer", True), ("contributor", False)])
def test_who_may_lock_a_page_does_and_others_do_not(team, page, client, role, locks) -> None:
    client.force_login(team[role])

    client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))

    assert StandardPage.objects.get(pk=page.pk).locked is locks


def test_a_locked_page_is_changed_by_nobody_else_until_it_is_unlocked(team, page, client) -> None:
    client.force_login(team["reviewer"])
    client.post(reverse("wagtailadmin_pages:lock", args=[page.pk]))
    locked = StandardPage.objects.get(pk=page.pk)
    assert locked.permissions_for_user(team["editor"]).page_locked()

    client.force_login(team["editor"])
    client.post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))
    assert StandardPage.objects.get(pk=page.pk).locked

    client.force_login(team["site_administrator"])
    client.post(reverse("wagtailadmin_pages:unlock", args=[page.pk]))
    assert not StandardPage.objects.get(pk=page.pk).locked


def test_a_page_in_review_is_locked_for_its_editors_and_one_to_be_certified_for_everybody(team, page) -> None:
    changed(page, team, "Words of the draft.")
    state = submit(page, by=team["editor"])
    assert StandardPage.objects.get(pk=page.pk).permissions_for_user(team["editor"]).page_locked()
    assert not StandardPage.objects.get(pk=page.pk).permissions_for_user(team["reviewer"]).page_locked()

    state.task.specific.on_action(state, team["reviewer"], "approve")

    for role in ("editor", "reviewer", "certifier", "site_administrator"):
        assert StandardPage.objects.get(pk=page.pk).permissions_for_user(team[role]).page_locked(), role
