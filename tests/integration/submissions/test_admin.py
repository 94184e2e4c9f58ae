from __future__ import annotations

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from audit.models import AuditEvent
from forms.submissions.services import start_draft, submit
from tests import builders
from tests.integration.submissions.conftest import filled, sign_in

pytestmark = pytest.mark.django_db

ANSWERS = ("Ada", "999 000 0018", "31 March 1980")


@pytest.fixture
def submission(ready_draft, member):
    return submit(draft=ready_draft, by=member, revision=ready_draft.revision, now=timezone.now())


def with_rights(user, *names):
    for name in ("access_admin", *names):
        user.user_permissions.add(Permission.objects.get(codename=name))
    return user


@pytest.fixture
def administrator(programme):
    return with_rights(
        builders.a_user(email="petra@programme.invalid", is_staff=True, name="Petra"), "view_submission"
    )


def test_the_list_shows_metadata_and_the_legs_states(client, administrator, submission):
    html = sign_in(client, administrator).get(reverse("submissions_admin:index")).content.decode()

    for text in (
        submission.reference,
        "Example form",
        "Harbour Vale Hospitals NHS Trust",
        "Nurse Service: Waiting",
    ):
        assert text in html
    assert not any(answer in html for answer in ANSWERS)


def test_the_list_is_searched_by_reference_and_filtered(client, administrator, submission):
    url = reverse("submissions_admin:index")
    sign_in(client, administrator)

    assert submission.reference in client.get(url, {"q": submission.reference[:7]}).content.decode()
    assert submission.reference in client.get(url, {"outcome": "under_way"}).content.decode()
    assert submission.reference not in client.get(url, {"outcome": "failed"}).content.decode()


def test_the_list_costs_the_same_for_one_row_and_for_many(
    client, administrator, submission, version, organisation, partners, member
):
    url = reverse("submissions_admin:index")
    sign_in(client, administrator).get(url)
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as captured:
            client.get(url)
        costs.append(len(captured))
        for _ in range(4):
            now = timezone.now()
            draft = start_draft(form_version=version, organisation=organisation, owner=member, now=now)
            filled(draft, organisation, partners, member, now)
            submit(draft=draft, by=member, revision=draft.revision, now=now, accept_duplicate=True)

    assert costs[0] == costs[1]


def test_an_administrator_sees_deliveries_and_documents_but_no_answer(client, administrator, submission):
    response = sign_in(client, administrator).get(reverse("submissions_admin:detail", args=[submission.pk]))

    html = response.content.decode()
    assert "Only members of the organisation" in html
    assert "Waiting to be drawn" in html
    assert not any(answer in html for answer in ANSWERS)
    assert not AuditEvent.objects.filter(action="read").exists()


def test_a_member_with_the_right_sees_the_answers_and_the_reading_is_recorded(client, member, submission):
    member.is_staff = True
    member.save()
    response = sign_in(client, with_rights(member, "view_submission")).get(
        reverse("submissions_admin:detail", args=[submission.pk])
    )

    assert all(answer in response.content.decode() for answer in ANSWERS)
    assert "no-store" in response.headers["Cache-Control"]
    assert AuditEvent.objects.get(action="read").subject_id == str(submission.pk)


def test_without_the_right_neither_list_nor_page_opens(client, programme, submission):
    editor = with_rights(builders.a_user(email="edith@programme.invalid", is_staff=True))
    sign_in(client, editor)

    for path in (
        reverse("submissions_admin:index"),
        reverse("submissions_admin:detail", args=[submission.pk]),
    ):
        assert client.get(path).status_code in (302, 403)


def test_a_superuser_sees_no_answer_without_a_membership(client, programme, submission):
    chief = builders.a_user(email="chief@programme.invalid", is_staff=True, is_superuser=True)

    html = (
        sign_in(client, chief).get(reverse("submissions_admin:detail", args=[submission.pk])).content.decode()
    )

    assert not any(answer in html for answer in ANSWERS)
