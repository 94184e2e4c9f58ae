"""A review and its mails: whoever is concerned is told, each time, by a mail that a real server takes."""

from __future__ import annotations

import email
import email.policy
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from content.certification.mails import send
from content.certification.models import CertificationTask, OwedMail
from content.reviewing.due import waiting_steps
from content.reviewing.models import TaskDue
from content.reviewing.reminding import remind_overdue
from content.reviewing.workflow import RolesMissing, ensure_review
from content.roles.reach import pages_of
from forms.definitions.models import Form
from forms.registration.working_days import working_days_after
from tests.integration.routing.conftest import authority, mail_server
from tests.site_team import a_page, submit

__all__ = ["authority", "mail_server"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def relay(mail_server, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_USE_TLS = True
    return mail_server


@pytest.fixture
def page(team):
    return a_page(team.home, by=team["contributor"])


def delivered(relay) -> list[tuple[str, str]]:
    """Send what is owed; return the receiver and subject of each mail that the server took."""
    before = len(relay.messages)
    for key in OwedMail.objects.filter(sent_at=None).values_list("pk", flat=True):
        assert send(mail_id=key, now=timezone.now())
    taken = relay.messages[before:]
    parsed = [email.message_from_bytes(one.content, policy=email.policy.default) for one in taken]
    return sorted((str(one["To"]), str(one["Subject"])) for one in parsed)


def act(client, page, state, action, *, by, comment=""):
    client.force_login(by)
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.pk])
    return client.post(address, {"comment": comment})


def waiting(page) -> TaskState:
    return page.specific_class.objects.get(pk=page.pk).current_workflow_task_state


def test_the_reviewer_is_told_of_what_was_submitted_and_the_signatory_is_not_yet(team, page, relay) -> None:
    submit(page, by=team["contributor"])

    assert delivered(relay) == [(team["reviewer"].email, "ExampleCare: a page waits for your review")]


@pytest.mark.parametrize("comment", ["", "Well written, please go on."])
def test_an_approval_with_or_without_a_comment_tells_who_asked_and_the_signatory(
    team, page, relay, client, comment
) -> None:
    state = submit(page, by=team["contributor"])
    delivered(relay)

    act(client, page, state, "approve", by=team["reviewer"], comment=comment)

    assert isinstance(waiting(page).task.specific, CertificationTask)
    assert delivered(relay) == [
        (team["certifier"].email, "ExampleCare: a page waits to be certified"),
        (team["contributor"].email, "ExampleCare: a page passed a step"),
    ]


def test_every_rejection_tells_who_asked(team, page, relay, client) -> None:
    state = submit(page, by=team["contributor"])
    delivered(relay)
    for round_of_changes in range(2):
        act(client, page, state, "reject", by=team["reviewer"], comment="Please say it in plain words.")
        assert [to for to, _ in delivered(relay)] == [team["contributor"].email], round_of_changes
        found = WorkflowState.objects.get(pk=state.workflow_state_id)
        found.resume(user=team["contributor"])
        state = waiting(page)
        assert [to for to, _ in delivered(relay)] == [team["reviewer"].email], round_of_changes


def test_a_rejection_tells_also_who_wrote_the_draft(team, page, relay, client) -> None:
    page.save_revision(user=team["editor"])
    state = submit(page, by=team["contributor"])
    delivered(relay)

    act(client, page, state, "reject", by=team["reviewer"], comment="No.")

    assert [to for to, _ in delivered(relay)] == [team["contributor"].email, team["editor"].email]


def test_mails_name_the_page_and_leave_comments_in_the_admin(team, page, relay, client) -> None:
    state = submit(page, by=team["contributor"])
    act(client, page, state, "approve", by=team["reviewer"], comment="A remark about a patient")

    delivered(relay)

    text = b"".join(one.content for one in relay.messages).decode()
    assert "About about" in text
    assert "A remark" not in text


def test_a_mail_that_no_server_takes_is_tried_again(team, page, relay) -> None:
    relay.faults.append("450 later")
    submit(page, by=team["contributor"])
    key = OwedMail.objects.get().pk

    assert not send(mail_id=key, now=timezone.now())
    assert send(mail_id=key, now=timezone.now())
    assert len(relay.messages) == 1


def test_a_step_is_due_within_the_working_days_of_the_setting(team, page, settings) -> None:
    settings.PAGE_REVIEW_DAYS = 3

    state = submit(page, by=team["contributor"])

    assert state.due.due_on == working_days_after(timezone.localdate(), 3)


def test_the_list_of_what_waits_shows_the_due_date_and_the_last_comment(team, page, client) -> None:
    state = submit(page, by=team["contributor"])
    act(client, page, state, "approve", by=team["reviewer"], comment="Figures checked.")
    late = timezone.localdate() + timedelta(days=30)

    (found,) = waiting_steps(pages_of(team["reader"]), on=late)

    assert (found.comment, found.overdue) == ("Figures checked.", True)
    client.force_login(team["reader"])
    shown = client.get(reverse("waiting_pages_report")).content.decode()
    assert "Figures checked." in shown
    assert f"{found.due_on:%Y}" in shown


def test_a_form_that_is_reviewed_is_taken_for_no_page(team, page, client) -> None:
    form = Form(pk=page.pk, programme=team.programme, kind="general", slug="tell-us", title="Tell us")
    form.save()
    form.save_revision(user=team["contributor"])
    page.get_workflow().start(form, team["contributor"])

    assert waiting_steps(pages_of(team["reviewer"]), on=timezone.localdate()) == []
    client.force_login(team["reviewer"])
    assert client.get("/admin/").status_code == 200


def test_an_overdue_step_is_reminded_of_once(team, page, relay) -> None:
    state = submit(page, by=team["contributor"])
    delivered(relay)
    later = timezone.now() + timedelta(days=30)

    assert remind_overdue(now=later) == 1
    assert remind_overdue(now=later) == 0
    assert delivered(relay) == [(team["reviewer"].email, "ExampleCare: a page is overdue")]
    assert TaskDue.objects.get(pk=state.pk).reminded_at == later


def test_nothing_is_due_before_its_day(team, page) -> None:
    submit(page, by=team["contributor"])

    assert remind_overdue(now=timezone.now()) == 0


def test_the_workflow_needs_the_roles(programme, now) -> None:
    with pytest.raises(RolesMissing):
        ensure_review(programme=programme, by="tests", now=now)


def test_preparing_the_workflow_again_changes_nothing(team, now) -> None:
    first = ensure_review(programme=team.programme, by="tests", now=now)

    assert ensure_review(programme=team.programme, by="tests", now=now) == first
    assert first.workflow_tasks.count() == 2


def test_the_workflow_follows_the_site_to_another_first_page(team, page) -> None:
    elsewhere = a_page(Page.get_first_root_node(), slug="elsewhere")
    # A database made by migrations has a workflow of Wagtail's own for the root of all pages.
    assert elsewhere.get_workflow() != page.get_workflow()

    team.programme.site.root_page = elsewhere
    team.programme.site.save()

    assert elsewhere.get_workflow() == page.get_workflow()
