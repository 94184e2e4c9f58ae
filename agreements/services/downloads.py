"""The documents of an agreement, and the record of who took one."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from agreements.events import note
from agreements.models import Agreement
from agreements.services.sealing import CERTIFICATE, PARTIES, certify
from audit.trail import audited
from forms.documents.models import Document


def document_of(*, agreement: Agreement, audience: str, now: datetime) -> Document | None:
    """Return one of an agreement's documents, or None; the certificate is made when it is missing.

    Whoever may read the agreement may read them: they hold no patient data.
    """
    if audience == CERTIFICATE:
        return certify(agreement_id=agreement.pk, now=now)
    # A seal is put on by the worker alone: until then there is no sealed copy.
    if audience == PARTIES and agreement.stage != Agreement.Stage.COMPLETE:
        return None
    return Document.objects.filter(subject_id=agreement.pk, audience=audience).first()


def note_download(*, agreement: Agreement, audience: str, sha256: str, by: User, now: datetime) -> None:
    """Record a download: of the copy to read as evidence of reading, of any other as what it is."""
    action = "pdf_downloaded" if audience == "reading" else "copy_downloaded"
    with audited(at=now):
        note(action, agreement, by=by, document=audience, sha256=sha256)
