"""The approval of a form's publication says which version it let through."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse

from accounts.services import ensure_groups
from approvals.models import Approval
from forms.definitions.approving import facts_of
from forms.definitions.control.approving import SUBJECT
from tests import builders
from tests.integration.definitions.publishing import published, reworded


def test_each_approval_names_its_own_version(a_saved_form, editor, approver, now):
    first = a_saved_form.steps[0].value["fields"][0].value["label"]
    published(a_saved_form, approver, now)
    for number, label in enumerate(("Other words", first), start=1):
        form = reworded(a_saved_form, editor, now + timedelta(days=number), label)
        published(form, approver, now + timedelta(days=number))

    of_publishers = Approval.objects.filter(subject_type=SUBJECT).order_by("requested_at")
    facts = [dict(facts_of(approval)) for approval in of_publishers]

    # The third has the content of the first.
    assert [one["Version"] for one in facts] == ["1", "2", "3"]
    assert {one["Title"] for one in facts} == {a_saved_form.title}


def test_what_is_scheduled_has_no_version_yet(a_saved_form, editor, approver, now):
    published(a_saved_form, approver, now)
    Approval.objects.update(subject_sha256="b" * 64)

    assert dict(facts_of(Approval.objects.get(subject_type=SUBJECT)))["Version"] == "Not published yet"


def test_the_approvals_page_shows_it_and_decides_nothing(client, a_saved_form, approver, now):
    published(a_saved_form, approver, now)
    approval = Approval.objects.get(subject_type=SUBJECT)
    administrator = builders.a_user(email="ada@programme.invalid", is_staff=True)
    administrator.groups.add(ensure_groups())
    client.force_login(administrator)

    page = client.get(reverse("approvals:inspect", args=[approval.pk])).content.decode()

    assert a_saved_form.title in page
    assert "April" in page
    assert reverse("wagtailsnippets_form_definitions_form:edit", args=[a_saved_form.pk]) in page
    assert client.post(reverse("approvals:approve", args=[approval.pk])).status_code == 404
