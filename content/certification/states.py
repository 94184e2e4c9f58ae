"""How a certificate goes on: waiting, valid, and one of three ends. Nothing else writes a state."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from audit.trail import record
from content.certification.models import Certificate
from content.certification.refusals import CertificateEnded
from stamps import PAGES, RECORDS, renew_when_saved

OPEN = (Certificate.State.WAITING, Certificate.State.VALID)


def put_in_force(certificate: Certificate, *, by: object, now: datetime) -> None:
    """Make a certificate the valid one of its subject in the place of the one before; idempotent.

    Inside an audited block. Raise CertificateEnded for one that has ended.
    """
    if certificate.state == Certificate.State.VALID:
        return
    same = Certificate.objects.filter(
        page=certificate.page_id, document_version_id=certificate.document_version_id
    )
    for former in same.filter(state=Certificate.State.VALID):
        end(former, state=Certificate.State.SUPERSEDED, by=by, now=now)
    changed = Certificate.objects.filter(pk=certificate.pk, state=Certificate.State.WAITING).update(
        state=Certificate.State.VALID, in_force_at=now
    )
    if not changed:
        raise CertificateEnded("This certificate has ended. Ask for a new one.")
    certificate.state, certificate.in_force_at = Certificate.State.VALID, now
    _changed("in_force", certificate, by)


def end(certificate: Certificate, *, state: str, by: object, now: datetime, reason: str = "") -> None:
    """End a certificate; inside an audited block. Raise CertificateEnded when it has ended before."""
    person = by if isinstance(by, User) else None
    changed = Certificate.objects.filter(pk=certificate.pk, state__in=OPEN).update(
        state=state, ended_at=now, end_reason=reason[:500], ended_by_id=person.pk if person else None
    )
    if not changed:
        raise CertificateEnded("This certificate has ended already.")
    certificate.state, certificate.ended_at, certificate.end_reason = state, now, reason[:500]
    _changed(state, certificate, by)


def _changed(what: str, certificate: Certificate, by: object) -> None:
    # Which pages there are follows from the tree; a document is a record that any page may list.
    renew_when_saved(PAGES, *([RECORDS] if certificate.document_version_id else []))
    record(
        f"certificate.{what}",
        actor=by,
        subject=certificate,
        programme=certificate.programme_id,
        detail={"sha256": certificate.sha256, "job_code": certificate.job_code},
    )
