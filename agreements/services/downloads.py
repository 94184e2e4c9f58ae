"""The documents of an agreement, and the record of who took one."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime

from accounts.models import User
from agreements.events import note
from agreements.models import Agreement
from agreements.services.attesting import scan_context
from agreements.services.sealing import CERTIFICATE, PARTIES, certify
from audit.trail import audited
from forms.documents.models import Document
from forms.documents.services import StoredPdfChanged
from forms.documents.storage import NotStored, load_sealed
from scanning import require_clean


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


def stored_scan(agreement: Agreement) -> bytes:
    """Return the scan of an agreement signed on paper as it was stored, byte for byte.

    :raises NotStored, SealBroken, StoredPdfChanged: it is not there, or was changed.
    """
    if not agreement.scan_name:
        raise NotStored(f"{agreement.reference} has no scan.")
    data = load_sealed(name=agreement.scan_name, context=scan_context(agreement))
    if hashlib.sha256(data).hexdigest() != agreement.scan_sha256:
        raise StoredPdfChanged(f"The scan of {agreement.reference} has another SHA-256.")
    return data


def scan_of(agreement: Agreement) -> bytes:
    """Return the stored scan to hand it out: a virus scanner that is set up is asked about it each time.

    It came from outside, and a scanner may be set up, or learn something, after it was uploaded.
    :raises NotStored, SealBroken, StoredPdfChanged, scanning.NotTaken: nothing is handed out.
    """
    data = stored_scan(agreement)
    require_clean(io.BytesIO(data))
    return data


def note_download(*, agreement: Agreement, audience: str, sha256: str, by: User, now: datetime) -> None:
    """Record a download: of the copy to read as evidence of reading, of any other as what it is."""
    action = "pdf_downloaded" if audience == "reading" else "copy_downloaded"
    with audited(at=now):
        note(action, agreement, by=by, document=audience, sha256=sha256)
