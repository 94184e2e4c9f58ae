from __future__ import annotations

from datetime import datetime

import pytest
from wagtail.actions.publish_revision import PublishPermissionError
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from audit.models import AuditEvent
from content.certification.refusals import NotCertified
from content.loading.pages import PageDataUnusable, load_pages
from content.models import ChecklistPage, HomePage
from forms.definitions.models import Form
from programme.models import Programme
from tests import builders
from tests.certifying import publish_certified

pytestmark = pytest.mark.django_db


def test_loading_publishes_every_page_in_the_approvers_name(pages: dict[str, Page], approver: User) -> None:
    assert {"kesimptaconnect", "programme", "touchpoints", "checklist"} <= set(pages)
    for page in Page.objects.filter(pk__in=[page.pk for page in pages.values()]):
        assert page.live
        assert not page.has_unpublished_changes
        published = PageLogEntry.objects.get(page=page, action="wagtail.publish")
        assert published.user == approver


def test_loading_makes_the_home_page_the_sites_root(
    shown: dict[str, Page], kesimptaconnect: Programme
) -> None:
    kesimptaconnect.site.refresh_from_db()

    assert kesimptaconnect.site.root_page == shown["kesimptaconnect"].page_ptr
    assert not Page.objects.filter(slug="home").exists()


def test_loading_again_creates_nothing_and_keeps_what_editors_changed(
    shown: dict[str, Page], approver: User, now: datetime
) -> None:
    checklist = ChecklistPage.objects.get(slug="checklist")
    checklist.title = "What to do first"
    checklist.slug = "what-to-do-first"
    publish_certified(checklist, by=approver, now=now)
    Page.objects.get(slug="touchpoints").specific.unpublish()
    before = list(Page.objects.order_by("pk").values_list("pk", "title", "slug", "latest_revision_id"))
    programme = Programme.objects.get(code="kesimptaconnect")

    assert load_pages(programme=programme, by=approver, now=now) == ()

    after = list(Page.objects.order_by("pk").values_list("pk", "title", "slug", "latest_revision_id"))
    assert after == before


def test_without_an_approver_the_pages_stay_drafts(
    kesimptaconnect: Programme, form: Form, now: datetime
) -> None:
    created = load_pages(programme=kesimptaconnect, by=None, now=now)

    assert not any(page.live for page in created)
    assert all(page.latest_revision is not None for page in created)


def test_a_person_who_may_not_publish_publishes_nothing(
    kesimptaconnect: Programme, form: Form, now: datetime
) -> None:
    editor = builders.a_user(email="edith@programme.invalid", is_staff=True)

    with pytest.raises(PublishPermissionError):
        load_pages(programme=kesimptaconnect, by=editor, now=now)

    assert not HomePage.objects.exists()
    assert not AuditEvent.objects.filter(action="page.loaded").exists()


def test_pages_that_nobody_certified_are_not_published(
    kesimptaconnect: Programme, form: Form, approver: User, now: datetime
) -> None:
    with pytest.raises(NotCertified):
        load_pages(programme=kesimptaconnect, by=approver, now=now)

    assert not HomePage.objects.exists()


def test_pages_without_their_form_are_not_loaded_at_all(
    kesimptaconnect: Programme, approver: User, now: datetime
) -> None:
    with pytest.raises(PageDataUnusable, match="patient_registration"):
        load_pages(programme=kesimptaconnect, by=approver, now=now)

    assert not HomePage.objects.exists()


def test_every_loaded_page_is_an_audit_event(shown: dict[str, Page]) -> None:
    events = AuditEvent.objects.filter(action="page.loaded")

    assert {event.detail["slug"] for event in events} == set(shown)
