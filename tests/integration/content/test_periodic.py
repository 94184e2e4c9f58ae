from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.models import Page, Revision

from audit.models import AuditEvent
from content.models import HomePage, StandardPage
from content.periodic import clear_sessions, publish_scheduled
from content.publishing import Published, publish_due
from forms.definitions.models import Form
from forms.routing.jobs import JobFailed
from programme.models import Programme
from tests import builders
from tests.certifying import certified
from tests.integration.content.conftest import show

pytestmark = pytest.mark.django_db


# Wagtail asks the clock itself, so what is due is due since the real minute before.
def a_minute_ago() -> datetime:
    return timezone.now() - timedelta(minutes=1)


@pytest.fixture
def home(kesimptaconnect: Programme) -> HomePage:
    page = HomePage(title="Home", slug="kc", job_code="J-0", prepared_on="2026-10-01")
    home: HomePage = builders.a_root_page().add_child(instance=page)
    kesimptaconnect.site.root_page = home
    kesimptaconnect.site.save()
    return home


def a_page(home: HomePage, slug: str, **values: Any) -> StandardPage:
    page = StandardPage(
        title=slug.title(), slug=slug, job_code=f"J-{slug}", prepared_on="2026-10-01", **values
    )
    added: StandardPage = home.add_child(instance=page)
    return added


def goes_live(page: StandardPage) -> None:
    """Make a certified revision of a page due."""
    page.go_live_at = a_minute_ago()
    certified(page, now=a_minute_ago())
    Revision.objects.filter(pk=page.latest_revision_id).update(approved_go_live_at=page.go_live_at)


def a_page_that_expired(programme: Programme, home: HomePage) -> StandardPage:
    page = a_page(home, "gone", expire_at=a_minute_ago())
    show(programme, page, now=a_minute_ago())
    return page


def a_form_that_nobody_approved(form: Form) -> str:
    """Make a form's revision due before everything else; return how its refusal names it."""
    form.save_revision(approved_go_live_at=a_minute_ago() - timedelta(hours=1))
    return f"form_definitions.form {form.pk}"


def test_a_page_whose_time_has_come_goes_live(home: HomePage) -> None:
    page = a_page(home, "later")
    goes_live(page)

    assert publish_scheduled(timezone.now()) == "1 published, 0 withdrawn"

    assert Page.objects.get(pk=page.pk).live
    assert publish_due(timezone.now()) == Published(0, 0, ())


def test_a_page_that_nobody_certified_stays_a_draft_and_is_named(home: HomePage) -> None:
    page = a_page(home, "later")
    page.save_revision(approved_go_live_at=a_minute_ago())

    with pytest.raises(
        JobFailed,
        match=rf"^0 published, 0 withdrawn, 1 refused: content.standardpage {page.pk} \(NotCertified\)$",
    ):
        publish_scheduled(timezone.now())

    assert not Page.objects.get(pk=page.pk).live


def test_a_page_that_has_expired_is_withdrawn(kesimptaconnect: Programme, home: HomePage) -> None:
    page = a_page_that_expired(kesimptaconnect, home)

    assert publish_scheduled(timezone.now()) == "0 published, 1 withdrawn"

    withdrawn = Page.objects.get(pk=page.pk)
    assert (withdrawn.live, withdrawn.expired) == (False, True)


def test_a_form_that_is_refused_is_named_and_holds_up_nothing_else(
    kesimptaconnect: Programme, home: HomePage, form: Form
) -> None:
    refused = a_form_that_nobody_approved(form)
    page, gone = a_page(home, "later"), a_page_that_expired(kesimptaconnect, home)
    goes_live(page)

    with pytest.raises(
        JobFailed, match=rf"^1 published, 1 withdrawn, 1 refused: {refused} \(CompileFailed\)$"
    ):
        publish_scheduled(timezone.now())

    assert Page.objects.get(pk=page.pk).live
    assert not Page.objects.get(pk=gone.pk).live
    assert not AuditEvent.objects.filter(action="form.published").exists()


def test_what_was_refused_is_tried_again(form: Form) -> None:
    a_form_that_nobody_approved(form)

    assert [len(publish_due(timezone.now()).refused) for _ in range(2)] == [1, 1]


def test_sessions_that_expired_are_erased_and_others_stay(client, member):
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(1))
    client.force_login(member)

    clear_sessions(timezone.now())

    assert list(Session.objects.values_list("session_key", flat=True)) == [client.session.session_key]
