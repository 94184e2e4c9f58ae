"""Is this PDF a genuine agreement of ours, and how does it stand today? Nothing personal is told.

Genuine means three things together: the file's SHA-256 is the stored one, our seal on it validates, and
the seal covers the whole file. The hash alone would trust the database, the seal alone would overlook bytes
in its own padding (research: 1,181 of 2,245 such changes pass every PDF signature library).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.crypto import constant_time_compare

from agreements.models import Agreement
from agreements.services.sealing import CERTIFICATE, PARTIES
from agreements.standing import Standing, standing_of
from forms.documents.models import Document
from forms.documents.sealing import MAX_UPLOAD_BYTES, SealVerdict, inspect_untrusted, verify_seal
from forms.submissions.reference import InvalidReference, parse_reference

TITLES = {PARTIES: "Signed agreement", CERTIFICATE: "Certificate of completion"}


# One that was voided after it was complete is known to whoever holds its document.
KNOWN_STAGES = (Agreement.Stage.COMPLETE, Agreement.Stage.VOIDED)


class UploadTooLarge(Exception):
    """The file is larger than any document of ours."""


@dataclass(frozen=True, slots=True)
class Status:
    """How an agreement stands today, without a name."""

    reference: str
    kind: str
    standing: Standing
    effective_on: date | None
    sealed_at: datetime | None
    sha256: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What verifying a file found. `known` says that the bytes are stored here as ours."""

    genuine: bool
    known: bool
    verdict: SealVerdict
    title: str = ""
    status: Status | None = None

    @property
    def is_unchecked(self) -> bool:
        """Say whether the bytes are ours while their seal cannot be judged: our own certificates are missing."""
        missing = self.verdict.valid and self.verdict.covers_whole_file and not self.verdict.ours
        return self.known and (missing or not self.verdict.checked)


def verify_upload(data: bytes, *, on: date) -> Finding:
    """Verify a PDF that anybody sent; a file that is not ours is parsed in a cage.

    Raise UploadTooLarge, or InspectorBusy while another file is in the cage.
    """
    if len(data) > MAX_UPLOAD_BYTES:
        raise UploadTooLarge("The file is too large to be one of our documents.")
    document = stored_document(data)
    if document is None:
        return Finding(genuine=False, known=False, verdict=inspect_untrusted(data))
    # These very bytes were made here, so reading them is as safe as making them was.
    verdict = verify_seal(data, at=document.sealed_at)
    agreement = Agreement.objects.get(pk=document.subject_id)
    return Finding(
        genuine=is_genuine(data, stored_sha256=document.sha256, verdict=verdict),
        known=True,
        verdict=verdict,
        title=TITLES[document.audience],
        status=_status(agreement, document, on),
    )


def is_genuine(data: bytes, *, stored_sha256: str, verdict: SealVerdict) -> bool:
    """Say whether a file is genuine: hash and seal must both hold."""
    return constant_time_compare(hashlib.sha256(data).hexdigest(), stored_sha256) and verdict.genuine


def stored_document(data: bytes) -> Document | None:
    """Return the sealed document whose bytes these are, or None."""
    return Document.objects.filter(
        sha256=hashlib.sha256(data).hexdigest(),
        audience__in=tuple(TITLES),
        to_seal=True,
        state=Document.State.RENDERED,
    ).first()


def verify_reference(reference: str, code: str, *, on: date) -> Status | None:
    """Return how a complete agreement stands, for who knows its reference and its code; else None."""
    try:
        wanted = parse_reference(reference)
    except InvalidReference:
        return None
    complete = Agreement.objects.filter(completed_at__isnull=False)
    agreement = complete.filter(reference=wanted, stage__in=KNOWN_STAGES).first()
    typed = "".join(code.split()).replace("-", "").upper()
    # Compared even for an unknown reference, so that the time taken tells nothing.
    known = agreement.verification_code if agreement else "-" * len(typed)
    if not constant_time_compare(typed, known) or agreement is None:
        return None
    return _status(agreement, agreement.sealed_copy, on)


def _status(agreement: Agreement, document: Document | None, on: date) -> Status:
    return Status(
        reference=agreement.reference,
        kind=agreement.get_kind_display(),
        standing=standing_of(agreement, on),
        effective_on=agreement.effective_on,
        sealed_at=document.sealed_at if document else None,
        sha256=document.sha256 if document else "",
    )
