"""The events of an agreement in the audit trail, as tests look them up."""

from __future__ import annotations

from agreements.models import Agreement
from audit.models import AuditEvent


def of(agreement: Agreement, action: str) -> AuditEvent:
    return AuditEvent.objects.get(subject_id=str(agreement.pk), action=f"agreement.{action}")
