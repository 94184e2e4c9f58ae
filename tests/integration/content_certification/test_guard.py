from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Page, Revision
from wagtail.rich_text import RichText

from accounts.models import User
from audit.trail import audited
from content.certification.canonical import canonical_form
from content.certification.drift import pages_that_drifted
from content.certification.models import Certificate
from content.certification.refusals import EverCertified, NotCertified
from content.certification.rendering import canonical_html, renderings_of, would_be
from content.certification.services.ending import withdraw_certificate
from content.certification.states import end
from content.certification.validity import expiry_of, live_and_certified
from content.models import HomePage, StandardPage
from content.publishing import publish_due
from programme.models import Service
from stamps import PAGES, RECORDS, stamps_of
from tests.certifying import certified, publish_certified

pytestmark = pytest.mark.django_db


def is_live(page: Page) -> bool:
    return bool(Page.objects.get(pk=page.pk).live)


def edit(page: StandardPage, words: str, *, by: User | None = None, over: Revision | None = None) -> Revision:
    draft = page.get_latest_revision().as_object()
    draft.introduction = words
    found: Revision = draft.save_revision(user=by, overwrite_revision=over)
    return found


def ending_today(certificate: Certificate) -> None:
    """Put a certificate in the place of this one that holds no longer than to the end of yesterday."""
    with audited(at=timezone.now()):
        end(certificate, state=Certificate.State.SUPERSEDED, by="tests", now=timezone.now())
    former = Certificate.objects.get(pk=certificate.pk)
    former.pk, former._state.adding = uuid4(), True
    former.state, former.ended_at, former.expires_on = Certificate.State.VALID, None, timezone.localdate()
    former.save()
    # What is kept of pages ends with the day as well.
    for name in (PAGES, RECORDS):
        stamps_of(name).renew()


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


def test_readers_get_the_holding_page_at_the_second_of_expiry(
    page: StandardPage, home: HomePage, client: Client, now: datetime
) -> None:
    publish_certified(home, now=now)
    certificate = publish_certified(page, now=now)
    assert client.get("/about/").status_code == 200

    # The job that takes it down has not run yet.
    ending_today(certificate)
    response = client.get("/about/")

    assert is_live(page)
    assert response.status_code == 404
    assert response["X-Robots-Tag"] == "noindex"
    html = response.content.decode()
    assert "This page is being reviewed" in html
    assert "ExampleCare" not in html
    assert "EXAMPLEX" not in html
    assert set(live_and_certified(Page.objects.all())) == {Page.objects.get(pk=home.pk)}


def test_a_page_whose_certificate_was_withdrawn_keeps_its_address_with_the_holding_page(
    page: StandardPage, signatory: User, client: Client, now: datetime
) -> None:
    certificate = publish_certified(page, now=now)
    withdraw_certificate(certificate=certificate, reason="Wrong.", by=signatory, now=now)

    response = client.get("/about/")

    assert response.status_code == 404
    assert "This page is being reviewed" in response.content.decode()


def test_a_page_that_editors_took_down_is_simply_not_there(
    page: StandardPage, client: Client, now: datetime
) -> None:
    publish_certified(page, now=now)
    page.unpublish()

    assert "This page is being reviewed" not in client.get("/about/").content.decode()


def test_caches_learn_when_a_certificate_ends(page: StandardPage, now: datetime) -> None:
    assert expiry_of(page) is None
    certificate = publish_certified(page, now=now)

    assert expiry_of(page) == certificate.expires_at


def test_both_renderings_of_a_switch_are_certified_and_switching_needs_no_new_certificate(
    app: Service, home: HomePage, switched: StandardPage, client: Client, now: datetime,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:  # fmt: skip
    publish_certified(home, now=now)
    certificate = publish_certified(switched, now=now)
    off, on = sorted(certificate.renderings.all(), key=lambda one: "Open the app." in one.html)
    assert ("The app comes later." in off.html, "The app comes later." in on.html) == (True, False)
    assert off.sha256 != on.sha256
    assert "The app comes later." in client.get("/app/").content.decode()

    app.available = True
    with django_capture_on_commit_callbacks(execute=True):
        app.save()

    assert {one.sha256 for one in renderings_of(switched)} == {off.sha256, on.sha256}
    assert "Open the app." in client.get("/app/").content.decode()
    assert pages_that_drifted(now=now) == []
    switched.get_latest_revision().publish()


def test_a_page_that_shows_no_service_has_one_rendering_whatever_is_switched(
    app: Service, page: StandardPage
) -> None:
    before = [one.sha256 for one in renderings_of(page)]
    Service.objects.update(available=True)

    assert [one.sha256 for one in renderings_of(page)] == before
    assert len(before) == 1


def test_a_new_wording_of_one_state_only_voids_the_certificate(
    home: HomePage, switched: StandardPage, now: datetime
) -> None:
    publish_certified(switched, now=now)
    draft = switched.get_latest_revision().as_object()
    draft.body[0].value["available"] = RichText("<p>Open the app tomorrow.</p>")

    with pytest.raises(NotCertified):
        draft.save_revision().publish()


def test_a_change_that_would_be_leaves_nothing_behind(page: StandardPage, app: Service) -> None:
    with would_be(lambda: Service.objects.update(available=True)):
        assert Service.objects.get().available

    assert not Service.objects.get().available


def test_a_live_page_that_no_longer_renders_as_certified_is_named(page: StandardPage, now: datetime) -> None:
    publish_certified(page, now=now)
    assert pages_that_drifted(now=now) == []

    StandardPage.objects.update(introduction="Changed behind Wagtail's back.")

    assert pages_that_drifted(now=now) == ["/about/"]


def test_the_canonical_form_is_what_each_reader_gets(
    page: StandardPage, home: HomePage, superuser: User, client: Client, now: datetime
) -> None:
    publish_certified(home, now=now)
    publish_certified(page, now=now)
    expected = canonical_html(StandardPage.objects.get(pk=page.pk)).partition("<html")[2]
    readers = [client.get("/about/?utm_source=mail")]
    client.force_login(superuser)
    readers.append(client.get("/about/"))

    for response in readers:
        assert response.status_code == 200
        assert canonical_form(response.content.decode()).partition("<html")[2] == expected


def test_the_editor_is_told_that_a_page_is_not_certified_and_keeps_the_draft(
    page: StandardPage, superuser: User, client: Client
) -> None:
    client.force_login(superuser)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = client.get(url).content.decode()
    assert "action-publish" in html
    data = dict(re.findall(r'name="([^"]+)"[^>]*?value="([^"]*)"', html))
    data.update(
        {
            "action-publish": "action-publish",
            "title": "About the programme",
            "slug": "about",
            "introduction": "Published by force.",
            "body-count": "0",
            "prepared_on": "2026-10-01",
            "audience": "public",
            "label": "non_promotional",
            "territory": "united_kingdom",
            "company_role": "",
            "job_code": "EC-2",
            "go_live_at": "",
            "expire_at": "",
        }
    )

    response = client.post(url, data, follow=True)

    assert "no signatory has certified it exactly as it is now" in response.content.decode()
    assert not is_live(page)
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision().as_object()
    assert draft.introduction == "Published by force."


def test_deleting_and_publishing_in_the_admin_are_refused_in_words(
    page: StandardPage, home: HomePage, superuser: User, client: Client, now: datetime
) -> None:
    certified(page, now=now)
    edit(page, "Changed.")
    client.force_login(superuser)

    deleted = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert "what was certified is kept" in deleted.content.decode()
    for action in ("delete", "publish"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        bulk = client.post(f"{url}?id={page.pk}", {"include_descendants": "on"}, follow=True)
        assert bulk.status_code == 200

    assert Page.objects.filter(pk=page.pk).exists()
    assert not is_live(page)
