from __future__ import annotations

import base64
import hashlib

import pytest
from django.urls import reverse

from accounts.services import ensure_groups
from approvals.models import Approval
from audit.models import AuditEvent
from directory.models import Partner
from directory.records import FixedDetail, save_organisation, save_partner
from directory.services import digest_of, propose_destination
from tests.builders import PASSPHRASE, a_destination, a_user


@pytest.fixture
def administrator(db):
    user = a_user(email="ada@programme.invalid", is_staff=True)
    user.groups.add(ensure_groups())
    return user


@pytest.mark.parametrize("changed", [{"role": "app"}, {"code": "other"}])
def test_a_partner_with_a_destination_keeps_its_role_and_code(nurse_service, administrator, now, changed):
    a_destination(nurse_service, now=now)
    for name, value in changed.items():
        setattr(nurse_service, name, value)

    with pytest.raises(FixedDetail, match="Add another partner"):
        save_partner(partner=nurse_service, by=administrator, now=now)

    stored = Partner.objects.get(pk=nurse_service.pk)
    assert (stored.role, stored.code) == ("nurse", "nurse-service")
    assert not AuditEvent.objects.exists()


def test_a_destination_that_waits_for_approval_fixes_them_too(nurse_service, administrator, now):
    a_destination(nurse_service, now=now, approved_at=None)
    nurse_service.role = "app"

    with pytest.raises(FixedDetail):
        save_partner(partner=nurse_service, by=administrator, now=now)


def test_a_partner_without_a_destination_may_change_its_role(nurse_service, administrator, now):
    nurse_service.role = "app"

    save_partner(partner=nurse_service, by=administrator, now=now)

    assert Partner.objects.get().role == "app"


def test_the_form_of_such_a_partner_leaves_them_as_they_are(client, administrator, nurse_service, now):
    a_destination(nurse_service, now=now)
    client.force_login(administrator)
    address = reverse("partners:edit", args=[nurse_service.pk])
    assert "a destination was proposed for it" in client.get(address).content.decode()

    client.post(address, {"role": "app", "code": "other", "name": "New name", "available_from": "2026-01-01"})

    stored = Partner.objects.get()
    assert (stored.name, stored.role, stored.code) == ("New name", "nurse", "nurse-service")


def test_an_organisation_keeps_its_code(organisation, administrator, now):
    organisation.ods_code = "ZZ009"

    with pytest.raises(FixedDetail):
        save_organisation(organisation=organisation, by=administrator, now=now)


def test_a_proposal_keeps_no_hash_that_a_guessed_passphrase_can_be_tried_on(
    nurse_service, administrator, now, settings
):
    destination = a_destination(nurse_service, now=now)
    propose_destination(destination=destination, by=administrator, now=now)
    kept = Approval.objects.get().subject_sha256
    assert kept == digest_of(destination)

    # Whoever knows everything but the index key cannot tell whether a guess is right.
    settings.VAULT_INDEX_KEY = base64.b64encode(b"another index key of 32 bytes   ").decode()

    assert digest_of(destination) != kept
    assert hashlib.sha256(PASSPHRASE.encode()).hexdigest() not in str(list(AuditEvent.objects.values()))
