"""May a version be served: the virus scan has its verdict, the file was read, and a certificate covers it."""

from __future__ import annotations

from content.library.models import DocumentVersion
from content.library.refusals import NotReady
from content.library.scanning import scanner

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


def require_ready(version: DocumentVersion) -> None:
    """Raise NotReady unless the version was scanned, where there is a scanner, and read."""
    if version.scan == Scan.INFECTED:
        raise NotReady("The virus scan found something in this file. Upload a clean one.")
    if not scan_allows(version):
        raise NotReady("The virus scan has not finished. Try again in a minute.")
    if version.reading != Reading.READ:
        raise NotReady(_UNREAD[Reading(version.reading)])
