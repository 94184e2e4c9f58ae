"""What readers can see, and where, is in the chain with whoever decided it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry

from accounts.models import User
from audit.models import AuditEvent
from content.certification.services.ending import expire_due, withdraw_certificate
from content.models import HomePage, StandardPage
from content.publishing import publish_due
from tests.certifying import publish_certified

pytestmark = pytest.mark.django_db


def events_of(page: Page) -> list[tuple[str, str]]:
    rows = AuditEvent.objects.filter(subject_type="wagtailcore.page", subject_id=str(page.pk))
    rows = rows.filter(action__in=["page.published", "page.unpublished", "page.moved"])
    return list(rows.order_by("sequence").values_list("action", "actor"))


def test_whoever_takes_a_page_down_in_the_admin_is_in_the_chain(
    live: StandardPage, superuser: User, client: Client
) -> None:
    client.force_login(superuser)

    client.post(reverse("wagtailadmin_pages:unpublish", args=[live.pk]))

    assert not Page.objects.get(pk=live.pk).live
    assert events_of(live)[-1] == ("page.unpublished", str(superuser.pk))
    event = AuditEvent.objects.filter(action="page.unpublished").get()
    assert event.at == PageLogEntry.objects.get(action="wagtail.unpublish").timestamp
    assert event.programme


def test_pages_below_that_go_with_it_are_named_one_by_one(
    home: HomePage, page: StandardPage, superuser: User, client: Client, now: datetime
) -> None:
    for one in (home, page):
        publish_certified(one, now=now)
    client.force_login(superuser)

    client.post(reverse("wagtailadmin_pages:unpublish", args=[home.pk]), {"include_descendants": "on"})

    for one in (home, page):
        assert events_of(one)[-1] == ("page.unpublished", str(superuser.pk))


def test_whoever_moves_a_page_is_in_the_chain_with_where_it_was_and_is(
    home: HomePage, live: StandardPage, superuser: User, client: Client
) -> None:
    section = StandardPage(title="Section", slug="section", job_code="EC-9", prepared_on="2026-10-01")
    home.add_child(instance=section)
    client.force_login(superuser)

    client.post(reverse("wagtailadmin_pages:move_confirm", args=[live.pk, section.pk]))

    assert events_of(live)[-1] == ("page.moved", str(superuser.pk))
    event = AuditEvent.objects.get(action="page.moved")
    assert event.detail == {"source": home.pk, "destination": section.pk}


def test_whoever_publishes_is_in_the_chain_with_the_version(
    page: StandardPage, superuser: User, now: datetime
) -> None:
    publish_certified(page, by=superuser, now=now)

    assert events_of(page) == [("page.published", str(superuser.pk))]
    assert AuditEvent.objects.get(action="page.published").detail == {"revision": page.live_revision_id}


def test_a_withdrawn_certificate_names_whoever_withdrew_it_and_an_ended_one_no_person(
    page: StandardPage, signatory: User, now: datetime
) -> None:
    first = publish_certified(page, now=now)
    withdraw_certificate(certificate=first, reason="A claim in it.", by=signatory, now=now)
    assert events_of(page)[-1] == ("page.unpublished", str(signatory.pk))

    publish_certified(page, now=now)
    expire_due(now=now + timedelta(days=4_000))
    assert events_of(page)[-1] == ("page.unpublished", "publishing")


def test_the_end_of_a_pages_own_time_is_in_the_chain(live: StandardPage, now: datetime) -> None:
    Page.objects.filter(pk=live.pk).update(expire_at=now - timedelta(hours=1))

    publish_due(now)

    assert events_of(live)[-1] == ("page.unpublished", "publishing")


def test_what_is_refused_leaves_nothing_in_the_chain(
    live: StandardPage, editor: User, client: Client
) -> None:
    client.force_login(editor)

    client.post(reverse("wagtailadmin_pages:unpublish", args=[live.pk]))

    assert Page.objects.get(pk=live.pk).live
    assert [action for action, _ in events_of(live)] == ["page.published"]
