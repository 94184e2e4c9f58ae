"""What is said of dates, what becomes of dates that passed, and how deleted drafts come back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page

from audit.models import AuditEvent
from content.drafts.deleting import KEPT_FOR, CannotRestore, forget_old, restore
from content.drafts.models import DeletedDraft
from content.drafts.schedule import clear_passed_dates, what_will_happen
from content.models import NewsIndexPage, NewsPage, SiteMapPage, StandardPage
from content.publishing import publish_due
from tests.certifying import certified, publish_certified
from tests.site_team import a_page, submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(team):
    return a_page(team.home, by=team["editor"], html="Kept words")


def said_of(page) -> str:
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    return " ".join(what_will_happen(draft, now=timezone.now()))


def test_a_date_on_a_draft_is_said_to_do_nothing_until_it_is_certified(team, page) -> None:
    page.go_live_at = timezone.now() + timedelta(days=3)
    page.save_revision(user=team["editor"])

    assert "nothing happens then unless it is certified before" in said_of(page)


def test_a_certified_draft_is_said_to_go_live_at_its_time(team, page, now) -> None:
    page.go_live_at = timezone.now() + timedelta(days=400)
    certified(page, now=now, signatory=team["certifier"])
    page.get_latest_revision().publish()

    said = said_of(page)

    assert "The certified draft goes live on" in said
    assert "nothing happens" not in said


def test_a_time_to_go_live_that_passed_on_a_draft_is_said(team, page) -> None:
    page.go_live_at = timezone.now() - timedelta(days=3)
    page.save_revision(user=team["editor"])

    assert "has passed: it goes live as soon as it is certified" in said_of(page)


def test_a_live_page_with_changes_and_an_end_is_described(team, page, now) -> None:
    page.expire_at = timezone.now() + timedelta(days=400)
    publish_certified(page, now=now, signatory=team["certifier"])
    page.introduction = "New"
    page.save_revision(user=team["editor"])

    said = said_of(page)

    assert "Readers see the published version. The changes since then are a draft." in said
    assert "The published version is taken down on" in said


def test_what_waits_and_what_was_sent_back_are_said(team, page) -> None:
    state = submit(page, by=team["editor"])
    assert "The draft waits for: Review (examplecare), due on" in said_of(page)

    state.task.specific.on_action(state, team["reviewer"], "reject", comment="No")
    assert "sent back" in said_of(page)


def test_the_editor_shows_what_will_happen(team, page, client) -> None:
    client.force_login(team["editor"])

    shown = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert "What will happen" in shown
    assert "The draft goes live once it is submitted and certified." in shown


def test_a_page_that_expired_can_be_edited_and_saved_again(team, page, now) -> None:
    page.expire_at = timezone.now() + timedelta(seconds=1)
    publish_certified(page, now=now, signatory=team["certifier"])
    later = timezone.now() + timedelta(hours=1)

    publish_due(later)
    clear_passed_dates(Page.objects.get(pk=page.pk), now=later)

    row = Page.objects.get(pk=page.pk)
    assert (row.live, row.expired, row.expire_at) == (False, True, None)
    assert row.specific.get_latest_revision_as_object().expire_at is None


def test_dates_that_have_not_come_stay(team, page) -> None:
    page.go_live_at = timezone.now() + timedelta(days=1)
    page.expire_at = timezone.now() + timedelta(days=2)
    page.save_revision(user=team["editor"])

    clear_passed_dates(Page.objects.get(pk=page.pk), now=timezone.now())

    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert draft.go_live_at is not None
    assert draft.expire_at is not None


def test_clearing_dates_leaves_the_certificate_in_force(team, page, now) -> None:
    page.go_live_at = timezone.now() - timedelta(days=1)
    certificate = publish_certified(page, now=now, signatory=team["certifier"])

    certificate.refresh_from_db()
    assert certificate.state == "valid"
    assert Page.objects.get(pk=page.pk).go_live_at is None


def delete(client, page, person):
    client.force_login(person)
    return client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))


def test_a_deleted_draft_comes_back_where_it_was(team, page, client) -> None:
    page.introduction = "The last words."
    page.tags.add("news")
    page.save_revision(user=team["editor"])

    delete(client, page, team["editor"])
    assert not Page.objects.filter(pk=page.pk).exists()
    client.force_login(team["site_administrator"])
    assert "About about" in client.get(reverse("deleted_drafts:index")).content.decode()
    client.post(reverse("deleted_drafts:restore", args=[DeletedDraft.objects.get().pk]))

    back = StandardPage.objects.get(slug="about")
    draft = back.get_latest_revision_as_object()
    assert back.get_parent().pk == team.home.pk
    assert not back.live
    assert (back.owner, draft.introduction) == (team["site_administrator"], "The last words.")
    assert "Kept words" in str(draft.body)
    assert [str(tag) for tag in draft.tags.all()] == ["news"]
    assert not DeletedDraft.objects.exists()
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"draft_page.deleted", "draft_page.restored"} <= actions


def test_pages_below_are_kept_as_well(team, page, client) -> None:
    a_page(page, slug="below", by=team["editor"])
    client.force_login(team["site_administrator"])
    below = Page.objects.get(slug="below")

    delete(client, below, team["editor"])
    delete(client, page, team["editor"])

    assert set(DeletedDraft.objects.values_list("title", flat=True)) == {"About about", "About below"}


def test_a_draft_comes_back_below_the_first_page_when_its_place_is_gone(team, page, client, now) -> None:
    below = a_page(page, slug="below", by=team["editor"])
    delete(client, below, team["editor"])
    delete(client, page, team["editor"])

    deleted = DeletedDraft.objects.get(title="About below")
    back = restore(deleted=deleted, by=team["site_administrator"], now=now)

    assert back.get_parent().pk == team.home.pk


def test_a_draft_does_not_come_back_where_its_type_may_not_stand(team, client, now) -> None:
    index = team.home.add_child(instance=NewsIndexPage(title="News", slug="news", job_code="EC-n"))
    item = index.add_child(instance=NewsPage(title="Item", slug="item", job_code="EC-i"))
    delete(client, item, team["editor"])
    delete(client, index, team["editor"])
    held = DeletedDraft.objects.get(title__startswith="Item")
    client.force_login(team["site_administrator"])

    said = client.post(reverse("deleted_drafts:restore", args=[held.pk]), follow=True).content.decode()

    assert "cannot stand below “Home”" in said
    assert "bring it back first" in said
    assert DeletedDraft.objects.filter(pk=held.pk).exists()
    assert not NewsPage.objects.exists()


def test_it_comes_back_below_the_page_above_that_came_back_first(team, client, now) -> None:
    index = team.home.add_child(instance=NewsIndexPage(title="News", slug="news", job_code="EC-n"))
    item = index.add_child(instance=NewsPage(title="Item", slug="item", job_code="EC-i"))
    delete(client, item, team["editor"])
    delete(client, index, team["editor"])

    for title in ("News", "Item"):
        deleted = DeletedDraft.objects.get(title__startswith=title)
        restore(deleted=deleted, by=team["site_administrator"], now=now)

    assert NewsPage.objects.get().get_parent().specific == NewsIndexPage.objects.get()


def test_a_draft_of_which_there_may_be_one_does_not_come_back_beside_another(team, client, now) -> None:
    delete(client, team.home.add_child(instance=SiteMapPage(title="Map", slug="map")), team["editor"])
    team.home.add_child(instance=SiteMapPage(title="New map", slug="new-map"))

    with pytest.raises(CannotRestore, match="only one is allowed"):
        restore(deleted=DeletedDraft.objects.get(), by=team["site_administrator"], now=now)


def test_a_draft_comes_back_beside_a_page_that_took_its_address(team, page, client, now) -> None:
    delete(client, page, team["editor"])
    a_page(team.home, slug="about")

    back = restore(deleted=DeletedDraft.objects.get(), by=team["site_administrator"], now=now)

    assert back.slug == "about-2"


def test_a_draft_comes_back_once(team, page, client, now) -> None:
    delete(client, page, team["editor"])
    deleted = DeletedDraft.objects.get()
    restore(deleted=deleted, by=team["site_administrator"], now=now)

    with pytest.raises(CannotRestore):
        restore(deleted=deleted, by=team["site_administrator"], now=now)


def test_deleted_drafts_are_erased_after_thirty_days(team, page, client) -> None:
    delete(client, page, team["editor"])
    deleted_at = DeletedDraft.objects.get().deleted_at

    assert forget_old(now=deleted_at + KEPT_FOR) == 0
    assert forget_old(now=deleted_at + KEPT_FOR + timedelta(seconds=1)) == 1


def test_the_page_that_asks_says_that_drafts_are_kept(team, page, client) -> None:
    client.force_login(team["editor"])

    asked = client.get(reverse("wagtailadmin_pages:delete", args=[page.pk])).content.decode()

    assert "kept for 30 days" in asked
    assert not DeletedDraft.objects.exists()


def test_a_refused_deletion_keeps_nothing(team, page, client, now) -> None:
    publish_certified(page, now=now, signatory=team["certifier"])

    delete(client, page, team["site_administrator"])

    assert not DeletedDraft.objects.exists()
    assert Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("role", ["reader", "contributor", "editor", "reviewer"])
def test_who_may_not_bring_drafts_back_does_not(team, page, client, role) -> None:
    delete(client, page, team["editor"])
    client.force_login(team[role])

    client.post(reverse("deleted_drafts:restore", args=[DeletedDraft.objects.get().pk]))

    assert DeletedDraft.objects.count() == 1
