from __future__ import annotations

from datetime import datetime

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision, TaskState

from accounts.models import User
from content.certification.deciding import approve, send_back
from content.certification.mails import send
from content.certification.models import Certificate, CertificationTask, OwedMail
from content.certification.refusals import (
    CertificateEnded,
    ChangedMeanwhile,
    NotASignatory,
    NotCertified,
    ReasonMissing,
    SignatoryIsAuthor,
)
from content.certification.rendering import renderings_of
from content.models import StandardPage
from programme.models import Programme
from tests.certifying import a_signatory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(page: StandardPage, editor: User, signatory: User) -> TaskState:
    """The page as its editor submitted it."""
    state = page.get_workflow().start(page, editor)
    found: TaskState = state.current_task_state
    return found


def shown(page: Page) -> list[str]:
    return [one.sha256 for one in renderings_of(page.specific.get_latest_revision().as_object())]


def send_all() -> None:
    for owed in OwedMail.objects.filter(sent_at=None):
        assert send(mail_id=owed.pk, now=timezone.now())


def test_certifying_publishes_and_finishes_the_workflow(
    request_: TaskState, page: StandardPage, signatory: User, now: datetime
) -> None:
    certificate = approve(task_state=request_, shown=shown(page), by=signatory, now=now)

    page.refresh_from_db()
    certificate.refresh_from_db()
    request_.workflow_state.refresh_from_db()
    assert page.live
    assert certificate.state == Certificate.State.VALID
    assert request_.workflow_state.status == "approved"
    assert certificate.requested_by == request_.workflow_state.requested_by


def test_a_request_is_decided_once(
    request_: TaskState, page: StandardPage, signatory: User, now: datetime
) -> None:
    approve(task_state=request_, shown=shown(page), by=signatory, now=now)

    with pytest.raises(CertificateEnded):
        approve(task_state=request_, shown=shown(page), by=signatory, now=now)
    with pytest.raises(CertificateEnded):
        send_back(task_state=request_, comment="Late.", by=signatory, now=now)


def test_content_autosaved_after_the_signatory_opened_the_page_is_not_certified(
    request_: TaskState, page: StandardPage, editor: User, signatory: User, now: datetime
) -> None:
    opened = shown(page)
    revision = page.get_latest_revision()
    draft = revision.as_object()
    draft.introduction = "Autosaved over the same revision."
    draft.save_revision(user=editor, overwrite_revision=revision)
    assert Revision.page_revisions.filter(object_id=page.pk).latest("pk").pk == revision.pk

    with pytest.raises(ChangedMeanwhile):
        approve(task_state=request_, shown=opened, by=signatory, now=now)

    page.refresh_from_db()
    request_.refresh_from_db()
    assert not page.live
    assert request_.status == TaskState.STATUS_IN_PROGRESS
    assert not Certificate.objects.exists()


@pytest.mark.parametrize("who", ["superuser", "editor"])
def test_nobody_but_an_independent_signatory_decides(
    who: str, request: pytest.FixtureRequest, request_: TaskState, page: StandardPage,
    programme: Programme, now: datetime,
) -> None:  # fmt: skip
    person: User = request.getfixturevalue(who)
    if who == "editor":
        a_signatory(programme, now=now, email=person.email)
    refused = NotASignatory if who == "superuser" else SignatoryIsAuthor

    with pytest.raises(refused):
        approve(task_state=request_, shown=shown(page), by=person, now=now)
    with pytest.raises(refused):
        send_back(task_state=request_, comment="No.", by=person, now=now)

    task = CertificationTask.objects.get()
    assert task.get_actions(page, person) == []
    assert not task.get_task_states_user_can_moderate(person).exists()
    page.refresh_from_db()
    assert not page.live


def test_wagtails_own_ways_to_approve_lead_nowhere(
    request_: TaskState, page: StandardPage, superuser: User, signatory: User, client: Client
) -> None:
    for person in (superuser, signatory):
        client.force_login(person)
        url = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", request_.pk])
        client.post(url, {"comment": ""}, follow=True)
    with pytest.raises(NotCertified):
        CertificationTask.objects.get().on_action(request_, superuser, "approve")
    with pytest.raises(NotCertified):
        request_.approve(user=superuser)

    page.refresh_from_db()
    assert not page.live


def test_nobody_edits_while_a_signatory_reads(
    request_: TaskState, page: StandardPage, editor: User, superuser: User, signatory: User
) -> None:
    lock = Page.objects.get(pk=page.pk).specific.get_lock()

    assert all(lock.for_user(person) for person in (editor, superuser, signatory))
    assert "being certified" in lock.get_message(editor)
    where = reverse("certification:decide", args=[request_.pk])
    assert where in lock.get_message(signatory)
    assert where not in lock.get_message(editor) + lock.get_message(superuser)


def test_sending_back_needs_a_reason_and_lets_the_editor_go_on(
    request_: TaskState, page: StandardPage, signatory: User, now: datetime
) -> None:
    with pytest.raises(ReasonMissing):
        send_back(task_state=request_, comment="  ", by=signatory, now=now)

    send_back(task_state=request_, comment="The dose is wrong.", by=signatory, now=now)

    request_.refresh_from_db()
    request_.workflow_state.refresh_from_db()
    assert (request_.status, request_.comment) == ("rejected", "The dose is wrong.")
    assert request_.workflow_state.status == "needs_changes"


def test_requests_and_decisions_reach_those_concerned_by_mail(
    request_: TaskState, page: StandardPage, editor: User, signatory: User, now: datetime
) -> None:
    send_all()
    asked = mail.outbox[-1]
    assert asked.to == [signatory.email]
    assert reverse("certification:decide", args=[request_.pk]) in str(asked.body)

    send_back(task_state=request_, comment="A secret reason.", by=signatory, now=now)
    send_all()
    assert mail.outbox[-1].to == [editor.email]
    assert "sent back" in mail.outbox[-1].subject

    request_.workflow_state.refresh_from_db()
    request_.workflow_state.resume(editor)
    again = request_.workflow_state.current_task_state
    approve(task_state=again, shown=shown(page), by=signatory, now=now)
    send_all()
    assert mail.outbox[-1].to == [editor.email]
    assert "certified" in mail.outbox[-1].subject
    assert not any("secret" in str(one.body) or "First words" in str(one.body) for one in mail.outbox)
    assert len(mail.outbox) == 4


def test_a_mail_that_no_server_took_is_tried_again(request_: TaskState, settings: object) -> None:
    settings.EMAIL_BACKEND = "tests.certifying.NoSuchBackend"  # type: ignore[attr-defined]
    owed = OwedMail.objects.get()

    assert not send(mail_id=owed.pk, now=timezone.now())

    owed.refresh_from_db()
    assert (owed.sent_at, owed.tries) == (None, 1)
    assert owed.next_try_at > timezone.now()


def test_the_signatory_reads_certifies_and_publishes_in_the_admin(
    request_: TaskState, page: StandardPage, signatory: User, client: Client
) -> None:
    client.force_login(signatory)
    register = client.get(reverse("certification:index")).content.decode()
    url = reverse("certification:decide", args=[request_.pk])
    assert url in register

    html = client.get(url).content.decode()
    digest = shown(page)[0]
    frame = reverse("certification:request_rendering", args=[request_.pk, digest])
    assert f'src="{frame}"' in html
    assert "I certify that I have examined" in html
    assert "EC-2" in html
    snapshot = client.get(frame)
    assert "First words" in snapshot.content.decode()
    assert "sandbox" in snapshot["Content-Security-Policy"]

    unticked = client.post(url, {"decision": "certify", "shown": [digest]}, follow=True)
    assert "Tick the statement" in unticked.content.decode()
    done = client.post(url, {"decision": "certify", "shown": [digest], "declared": "yes"}, follow=True)
    assert "Certified." in done.content.decode()

    page.refresh_from_db()
    assert page.live
    certificate = Certificate.objects.get()
    kept = client.get(reverse("certification:certificate", args=[certificate.pk])).content.decode()
    assert "Sage Certifier" in kept
    rendering = certificate.renderings.get()
    address = reverse("certification:rendering", args=[certificate.pk, rendering.pk])
    assert "First words" in client.get(address).content.decode()


def test_a_signature_needs_a_second_factor_of_these_minutes(
    request_: TaskState, page: StandardPage, signatory: User, client: Client
) -> None:
    client.force_login(signatory)
    session = client.session
    session["second_factor_proved_at"] = timezone.now().timestamp() - 3600
    session.save()

    response = client.post(
        reverse("certification:decide", args=[request_.pk]),
        {"decision": "certify", "shown": shown(page), "declared": "yes"},
    )

    assert response.status_code == 302
    assert "reauthenticate" in response["Location"]
    assert not Certificate.objects.exists()


def test_others_do_not_see_requests(request_: TaskState, client: Client, member: User) -> None:
    client.force_login(member)

    assert client.get(reverse("certification:decide", args=[request_.pk])).status_code in (302, 403)
