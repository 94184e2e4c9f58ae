"""May a version be served: the virus scan has its verdict, the file was read, and a certificate covers it."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from content.certification.models import Certificate
from content.certification.refusals import NotCertified
from content.library.models import DocumentVersion
from content.library.refusals import NotReady
from scanning import scanner

Scan, Reading = DocumentVersion.Scan, DocumentVersion.Reading
_UNREAD = {
    Reading.WAITING: "The file is still being read. Try again in a minute.",
    Reading.ENCRYPTED: "The file is protected with a password. Upload it without one.",
    Reading.UNREADABLE: "The file cannot be read: it is broken. Save it again and upload it as a new version.",
}


def scan_allows(version: DocumentVersion) -> bool:
    """Say whether the virus scan lets a version be handed out: with a scanner set up, only a clean one."""
    if version.scan == Scan.CLEAN:
        return True
    return version.scan == Scan.NONE and scanner() is None


def certificates_on(day: date) -> QuerySet[Certificate]:
    """Return the certificates of document versions that hold on a day."""
    return Certificate.objects.filter(
        state=Certificate.State.VALID, expires_on__gt=day, document_version_id__isnull=False
    )


def is_certified(version: DocumentVersion, *, on: date) -> bool:
    """Say whether a certificate of exactly this file holds on a day; one query."""
    return certificates_on(on).filter(document_version_id=version.pk, sha256=version.sha256).exists()


def require_certified(version: DocumentVersion, *, on: date) -> None:
    """Raise NotCertified unless a certificate of exactly this file holds."""
    if not is_certified(version, on=on):
        raise NotCertified("Nobody certified this version. A registered signatory has to do that first.")


def require_ready(version: DocumentVersion) -> None:
    """Raise NotReady unless the version was scanned, where there is a scanner, and read."""
    if version.scan == Scan.INFECTED:
        raise NotReady("The virus scan found something in this file. Upload a clean one.")
    if not scan_allows(version):
        raise NotReady("The virus scan has not finished. Try again in a minute.")
    if version.reading != Reading.READ:
        raise NotReady(_UNREAD[Reading(version.reading)])
