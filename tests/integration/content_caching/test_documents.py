"""A list of documents is never one reader's given to another, nor one that has ended given at all."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from content.certification.models import Certificate
from content.certification.services.ending import withdraw_certificate
from tests import builders
from tests.certifying import publish_certified
from tests.declaring import declare_as
from tests.library_building import a_document, in_force

pytestmark = pytest.mark.django_db
PATH = "/about/"


@pytest.fixture
def now():
    """Pages read the clock."""
    return timezone.now()


@pytest.fixture
def published(home, page, signatory, now, django_capture_on_commit_callbacks):
    page.body = json.dumps([{"type": "documents", "value": {"heading": "To read", "categories": []}}])
    page.audience = "professionals"
    with django_capture_on_commit_callbacks(execute=True):
        publish_certified(home, now=now, signatory=signatory)
        publish_certified(page, now=now, signatory=signatory)
    return page


def reads(client):
    answer = client.get(PATH)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_document_for_a_group_is_listed_for_nobody_else(client, programme, published, signatory, now):
    document = a_document(programme, now=now, title="For the inner circle", access="groups")
    document.groups.add(Group.objects.create(name="Inner circle"))
    in_force(document, now=now, by=signatory)
    inside, outside = (builders.a_user(email=f"{name}@programme.invalid") for name in ("ines", "otto"))
    inside.groups.add(document.groups.get())

    client.force_login(inside)
    assert "For the inner circle" in reads(client)
    assert "For the inner circle" in reads(client)

    client.force_login(outside)
    assert "For the inner circle" not in reads(client)


def test_a_document_whose_certificate_was_withdrawn_is_gone_for_the_next_reader(
    client, programme, published, signatory, now, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        document = in_force(a_document(programme, now=now, title="Guide"), now=now, by=signatory)
    declare_as(client)
    assert "Guide" in reads(client)

    with django_capture_on_commit_callbacks(execute=True):
        withdraw_certificate(
            certificate=Certificate.objects.get(document_version_id=document.current_id),
            reason="The dose was wrong.",
            by=signatory,
            now=now,
        )

    assert "Guide" not in reads(client)
