from __future__ import annotations

import pytest

from approvals.models import Approval
from approvals.services import (
    AlreadyDecided,
    ApproverIsAuthor,
    decide,
    request_approval,
)
from approvals.subjects import Subject, register_subject, subject_of
from audit.models import AuditEvent
from tests.builders import a_user

DIGEST = "a" * 64


@pytest.fixture
def author(db):
    return a_user(email="ada@programme.invalid", name="Ada Author")


@pytest.fixture
def second(db):
    return a_user(email="ben@programme.invalid", name="Ben Second")


@pytest.fixture
def approval(programme, author, now):
    return request_approval(
        programme=programme,
        subject_type="thing",
        subject_id=1,
        subject_sha256=DIGEST,
        summary="A thing",
        author_id=author.pk,
        now=now,
    )


def test_a_second_person_approves_exactly_what_was_asked(approval, second, now):
    decide(approval=approval, approve=True, by=second, now=now)

    stored = Approval.objects.get()
    assert (stored.state, stored.subject_sha256, stored.decided_by_id) == ("approved", DIGEST, second.pk)
    assert list(AuditEvent.objects.values_list("action", flat=True)) == [
        "approval.requested",
        "approval.approved",
    ]


def test_the_author_cannot_approve(approval, author, now):
    with pytest.raises(ApproverIsAuthor):
        decide(approval=approval, approve=True, by=author, now=now)

    assert Approval.objects.get().state == "requested"
    assert not AuditEvent.objects.filter(action="approval.approved").exists()


def test_a_decision_stands(approval, second, now):
    decide(approval=approval, approve=False, by=second, now=now, comment="Not yet.")

    with pytest.raises(AlreadyDecided):
        decide(approval=approval, approve=True, by=second, now=now)

    assert Approval.objects.get().state == "rejected"


def test_what_no_floor_registered_cannot_be_decided_on_a_page(client, approval, now):
    root = a_user(email="root@programme.invalid", is_staff=True, is_superuser=True)
    client.force_login(root)
    assert subject_of(approval) is None

    assert client.post(f"/admin/approvals/{approval.pk}/approve/").status_code == 404
    assert client.post(f"/admin/approvals/{approval.pk}/send-back/").status_code == 404
    page = client.get(f"/admin/approvals/{approval.pk}/")

    assert Approval.objects.get().state == "requested"
    assert "Approve</button>" not in page.content.decode()


def test_a_registered_subject_is_found_by_the_type_of_its_approvals(approval):
    subject = Subject("Thing", address=lambda approval: "/thing/", facts=lambda approval: ())

    register_subject("thing-registered-here", subject)
    approval.subject_type = "thing-registered-here"

    assert subject_of(approval) is subject
