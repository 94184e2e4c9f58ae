"""Who gets a document, and when."""

from __future__ import annotations

from datetime import date
from enum import Enum, auto

from django.db.models import Exists, OuterRef, Q

from content.declarations import Declared
from content.library.clearance import certificates_on, is_certified, scan_allows
from content.library.models import Document, DocumentVersion
from content.library.readers import Reader
from scanning import scanner

Access, Audience, Scan = Document.Access, Declared.Audience, DocumentVersion.Scan


class Answer(Enum):
    """What somebody who asks for a document gets."""

    SERVE = auto()
    DECLARE = auto()  # it is for another audience than they declared to be, or they declared none
    SIGN_IN = auto()
    NOT_IN_GROUP = auto()
    WITHDRAWN = auto()
    NOT_YET = auto()
    EXPIRED = auto()
    UNDER_REVIEW = auto()  # its certificate has ended
    NOT_SCANNED = auto()


def answer_to(reader: Reader, document: Document, *, on: date) -> Answer:
    """Return what a reader gets who asks for a document on a day; it says nothing more than they may know."""
    version = document.current
    if version is None:
        return Answer.WITHDRAWN
    if not reader.is_among(version.audience):
        return Answer.DECLARE
    if document.access != Access.AUDIENCE and not reader.signed_in:
        return Answer.SIGN_IN
    if document.access == Access.GROUPS and not _shares_a_group(reader, document):
        return Answer.NOT_IN_GROUP
    if document.effective_on and on < document.effective_on:
        return Answer.NOT_YET
    if document.expires_on and on > document.expires_on:
        return Answer.EXPIRED
    if not is_certified(version, on=on):
        return Answer.UNDER_REVIEW
    return Answer.SERVE if scan_allows(version) else Answer.NOT_SCANNED


def readable(reader: Reader, *, on: date) -> Q:
    """Return which documents are listed for a reader on a day: those that `answer_to` serves."""
    begun = Q(effective_on__isnull=True) | Q(effective_on__lte=on)
    not_over = Q(expires_on__isnull=True) | Q(expires_on__gte=on)
    audiences = [audience for audience in Audience.values if reader.is_among(audience)]
    open_to = Q(access=Access.AUDIENCE)
    if reader.signed_in:
        open_to |= Q(access=Access.SIGNED_IN)
    if reader.groups:
        own = Document.groups.through.objects.filter(group__in=reader.groups).values("document")
        open_to |= Q(access=Access.GROUPS, pk__in=own)
    verdicts = [Scan.CLEAN] if scanner() is not None else [Scan.CLEAN, Scan.NONE]
    certified = Q(Exists(certificates_on(on).filter(document_version_id=OuterRef("current"))))
    in_force = Q(current__audience__in=audiences, current__scan__in=verdicts)
    return begun & not_over & open_to & in_force & certified


def _shares_a_group(reader: Reader, document: Document) -> bool:
    return document.groups.filter(pk__in=reader.groups).exists()
