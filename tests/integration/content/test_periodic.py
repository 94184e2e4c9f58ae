from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from wagtail.models import Page

from audit.models import AuditEvent
from content.models import StandardPage
from content.periodic import clear_sessions, publish_scheduled
from content.publishing import Published, publish_due
from forms.definitions.models import Form
from forms.routing.jobs import JobFailed

pytestmark = pytest.mark.django_db


# Wagtail asks the clock itself, so what is due is due since the real minute before.
def a_minute_ago() -> datetime:
    return timezone.now() - timedelta(minutes=1)


def a_page(slug: str, **values: Any) -> StandardPage:
    page = StandardPage(title=slug.title(), slug=slug, job_code="J-1", **values)
    added: StandardPage = Page.get_first_root_node().add_child(instance=page)
    return added


def goes_live(page: StandardPage) -> None:
    page.go_live_at = a_minute_ago()
    page.save_revision(approved_go_live_at=page.go_live_at)


def a_form_that_nobody_approved(form: Form) -> str:
    """Make a form's revision due before everything else; return how its refusal names it."""
    form.save_revision(approved_go_live_at=a_minute_ago() - timedelta(hours=1))
    return f"form_definitions.form {form.pk}"


def test_a_page_whose_time_has_come_goes_live(programme: object) -> None:
    page = a_page("later", live=False)
    goes_live(page)

    assert publish_scheduled(timezone.now()) == "1 published, 0 withdrawn"

    assert Page.objects.get(pk=page.pk).live
    assert publish_due(timezone.now()) == Published(0, 0, ())


def test_a_page_that_has_expired_is_withdrawn(programme: object) -> None:
    page = a_page("gone", expire_at=a_minute_ago())

    assert publish_scheduled(timezone.now()) == "0 published, 1 withdrawn"

    withdrawn = Page.objects.get(pk=page.pk)
    assert (withdrawn.live, withdrawn.expired) == (False, True)


def test_a_form_that_is_refused_is_named_and_holds_up_nothing_else(form: Form) -> None:
    refused = a_form_that_nobody_approved(form)
    page, gone = a_page("later", live=False), a_page("gone", expire_at=a_minute_ago())
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
