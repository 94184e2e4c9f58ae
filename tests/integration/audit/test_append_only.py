"""Audit events are added, never changed: Python and the database refuse, and no one chains them anew."""

from __future__ import annotations

import base64
import hashlib

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import override_settings

from audit.chain import link
from audit.models import AppendOnly, AuditEvent, ChainHead
from audit.trail import audited, record
from audit.verification import verify_chain
from tests.integration.audit.tampering import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(now) -> AuditEvent:
    with audited(at=now):
        record("thing.done", actor="worker", subject=("thing", 1))
    return AuditEvent.objects.get()


@pytest.mark.parametrize(
    "change",
    [
        lambda event: AuditEvent.objects.update(action="forged"),
        lambda event: AuditEvent.objects.filter(pk=event.pk).delete(),
        lambda event: AuditEvent.objects.bulk_update([event], ["action"]),
        lambda event: AuditEvent.objects.update_or_create(pk=event.pk, defaults={"action": "forged"}),
        lambda event: AuditEvent.objects.bulk_create(
            [event], update_conflicts=True, update_fields=["action"], unique_fields=["sequence"]
        ),
        lambda event: event.save(),
        lambda event: event.delete(),
        lambda event: AuditEvent(pk=event.pk, at=event.at).save(),
    ],
)
def test_python_refuses_to_change_or_delete_an_event(event, change):
    with pytest.raises((AppendOnly, DatabaseError)), transaction.atomic():
        change(event)

    assert AuditEvent.objects.get().action == "thing.done"
    assert verify_chain().holds


STATEMENTS = {
    "sqlite": ("UPDATE audit_auditevent SET action = 'forged'",),
    "postgresql": ("UPDATE audit_auditevent SET action = 'forged'", "DELETE FROM audit_auditevent"),
}


def test_the_database_refuses_too(event, request):
    if request.config.getoption("nomigrations"):
        pytest.skip("The trigger is part of the migrations.")
    for statement in STATEMENTS[connection.vendor]:
        with (
            pytest.raises(DatabaseError, match="never changed"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)

    assert AuditEvent.objects.get().action == "thing.done"


def test_whoever_writes_rows_without_the_key_cannot_chain_them_again(event):
    """The forger knows the code and owns the database: every row is his, the vault's keys are not."""
    event.action = "forged"
    with override_settings(VAULT_INDEX_KEY=base64.b64encode(b"f" * 32).decode()):
        event.sha256 = link(event)
        events(pk=event.pk).update(action=event.action, sha256=event.sha256)
        ChainHead.objects.update(sha256=event.sha256)
        assert verify_chain().holds

    assert "Event 1 was changed" in verify_chain().fault


def test_an_unkeyed_hash_is_no_link(event):
    events(pk=event.pk).update(sha256=hashlib.sha256(b"anything").hexdigest())

    assert not verify_chain().holds
