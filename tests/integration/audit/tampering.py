"""Change audit events as somebody does who owns the database: its protection taken off first."""

from __future__ import annotations

from typing import Any

from django.db import connection, models

from audit.models import AuditEvent


def events(**which: Any) -> models.QuerySet[AuditEvent]:
    """Return events that can be changed and deleted; the end of the test's transaction restores the trigger."""
    table = " ON audit_auditevent" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER IF EXISTS audit_event_is_immutable{table}")
    return models.QuerySet(AuditEvent).filter(**which)
