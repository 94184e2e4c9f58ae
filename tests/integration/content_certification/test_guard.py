"""No page goes live but as it was certified, and none that ever was is deleted."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision

from accounts.models import User
from content.certification.models import Certificate
from content.certification.refusals import EverCertified, NotCertified
from content.models import HomePage, StandardPage
from content.publishing import publish_due
from tests.certifying import certified, publish_certified
from tests.integration.content_certification.pages import edit, is_live

pytestmark = pytest.mark.django_db


def test_publishing_without_a_certificate_is_refused_to_superusers_too(
    page: StandardPage, superuser: User
) -> None:
    with pytest.raises(NotCertified, match="no signatory"):
        page.get_latest_revision().publish(user=superuser)

    assert not is_live(page)


def test_the_action_behind_the_editors_button_is_refused_too(page: StandardPage, superuser: User) -> None:
    with pytest.raises(NotCertified):
        PublishPageRevisionAction(page.get_latest_revision(), user=superuser).execute()

    assert not is_live(page)


def test_saving_a_page_as_live_is_refused(page: StandardPage) -> None:
    page.live = True

    with pytest.raises(NotCertified):
        page.save()

    assert not is_live(page)


def test_a_new_page_is_a_draft_whatever_was_asked_for(home: HomePage) -> None:
    home.add_child(instance=StandardPage(title="New", slug="new", live=True))

    assert not Page.objects.get(slug="new").live


def test_a_copy_of_a_certified_page_is_a_draft(page: StandardPage, now: datetime) -> None:
    publish_certified(page, now=now)

    copy = CopyPageAction(page, update_attrs={"slug": "copy"}, keep_live=True).execute()

    assert not is_live(copy)


def test_a_certified_page_has_no_alias(page: StandardPage, home: HomePage, now: datetime) -> None:
    publish_certified(page, now=now)

    with pytest.raises(NotCertified, match="aliases"):
        CreatePageAliasAction(page, parent=home, update_slug="alias").execute()


def test_exactly_what_was_certified_goes_live(page: StandardPage, superuser: User, now: datetime) -> None:
    certified(page, now=now)

    page.get_latest_revision().publish(user=superuser)

    assert is_live(page)


def test_a_change_after_the_certificate_is_not_published_and_readers_keep_the_former(
    page: StandardPage, superuser: User, now: datetime
) -> None:
    publish_certified(page, now=now)
    revision = edit(page, "Changed words.", by=superuser)

    with pytest.raises(NotCertified):
        revision.publish(user=superuser)

    assert is_live(page)
    assert StandardPage.objects.get(pk=page.pk).introduction == "An introduction."


def test_what_autosave_writes_over_a_certified_revision_is_not_published(
    page: StandardPage, editor: User, superuser: User, now: datetime
) -> None:
    certificate = certified(page, now=now, by=editor)
    revision = page.get_latest_revision()
    overwritten = edit(page, "Written over.", by=editor, over=revision)
    assert overwritten.pk == revision.pk == certificate.revision_id

    with pytest.raises(NotCertified):
        Revision.objects.get(pk=revision.pk).publish(user=superuser)

    assert not is_live(page)


def test_a_changed_audience_voids_the_certificate(page: StandardPage, now: datetime) -> None:
    publish_certified(page, now=now)
    draft = page.get_latest_revision().as_object()
    draft.audience = "professionals"

    with pytest.raises(NotCertified):
        draft.save_revision().publish()


def test_a_changed_title_voids_the_certificate_where_the_page_shows_another_heading(
    page: StandardPage, superuser: User, now: datetime
) -> None:
    page.heading = page.seo_title = "About the programme"
    publish_certified(page, now=now)
    draft = page.get_latest_revision().as_object()
    draft.title = "The best programme of all"

    with pytest.raises(NotCertified):
        draft.save_revision().publish(user=superuser)

    assert Page.objects.get(pk=page.pk).title == "About the programme"


def test_scheduling_is_refused_at_once_and_done_at_its_time_when_certified(
    page: StandardPage, superuser: User, now: datetime
) -> None:
    page.go_live_at = timezone.now() + timedelta(days=1)
    with pytest.raises(NotCertified):
        page.save_revision().publish(user=superuser)

    certificate = certified(page, now=now)
    page.get_latest_revision().publish(user=superuser)
    assert not is_live(page)
    revision = Revision.objects.order_by("-pk")[0]
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    done = publish_due(timezone.now())

    certificate.refresh_from_db()
    assert (done.published, is_live(page)) == (1, True)
    assert certificate.state == Certificate.State.VALID


def test_a_page_that_would_end_before_it_begins_is_refused_in_words(
    page: StandardPage, now: datetime
) -> None:
    page.go_live_at, page.expire_at = now + timedelta(days=2), now + timedelta(days=1)

    with pytest.raises(ValidationError, match="would end before it begins"):
        page.save_revision()

    page.expire_at = now + timedelta(days=3)
    page.save_revision()


def test_a_scheduled_revision_that_was_changed_is_refused_by_the_job(
    page: StandardPage, editor: User, now: datetime
) -> None:
    certified(page, now=now, by=editor)
    edit(page, "Changed.", by=editor)
    Revision.objects.update(approved_go_live_at=timezone.now() - timedelta(minutes=1))

    done = publish_due(timezone.now())

    assert "NotCertified" in {one.why for one in done.refused}
    assert not is_live(page) or StandardPage.objects.get().introduction == "An introduction."


def test_what_was_certified_is_not_deleted(page: StandardPage, home: HomePage, now: datetime) -> None:
    certified(page, now=now)

    for one in (page, home):
        with pytest.raises(EverCertified):
            one.delete()

    assert Page.objects.filter(pk=page.pk).exists()


def test_a_draft_that_was_never_certified_is_deleted(page: StandardPage) -> None:
    page.delete()

    assert not Page.objects.filter(slug="about").exists()
