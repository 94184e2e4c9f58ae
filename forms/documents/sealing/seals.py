"""Seal and verify with the settings of this site. pyHanko is loaded at the first use: most processes have none."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings

from forms.documents.sealing.credentials import SealUnusable, current, trusted
from forms.documents.sealing.verdicts import SealedPdf, SealFailed, SealVerdict


def seal_pdf(data: bytes, *, now: datetime) -> SealedPdf:
    """Return the PDF with our seal as its last change, checked as a verifier would check it.

    PAdES baseline, P-256, certified with "no changes allowed" (ISO 32000-1, 12.8.2.2); with an RFC 3161 time
    stamp wherever SEAL_TIMESTAMP_URL is set. Sealing the same file again gives other bytes.

    :raises TimestampFailed: the time stamp service gave no usable time stamp.
    :raises SealFailed: the file could not be sealed, or the result would not verify.
    """
    # 0.8 seconds and 40 MB.
    from forms.documents.sealing.making import make_seal
    from forms.documents.sealing.timestamps import timestamp_service

    try:
        credentials, trust = current(), trusted()
    except SealUnusable as error:
        raise SealFailed(f"The key of the seal cannot be used. {error}") from None
    service = None
    if settings.SEAL_TIMESTAMP_URL:
        service = timestamp_service(
            settings.SEAL_TIMESTAMP_URL, settings.SEAL_TIMESTAMP_USER, settings.SEAL_TIMESTAMP_PASSWORD
        )
    return make_seal(data, credentials=credentials, trust=trust, timestamps=service, now=now)


def verify_seal(data: bytes, *, at: datetime | None = None) -> SealVerdict:
    """Say what the seal of a file proves. Any file gives a verdict; nothing is fetched from the network.

    A certificate need only have been valid when it sealed. That moment is taken from the time stamp; a seal
    without one proves no moment, so it is judged as of `at`, which must come from our own records, and
    without `at` as of today.

    Only for files of our own: what strangers send goes through `inspect_untrusted`.
    """
    # 0.8 seconds and 40 MB.
    from forms.documents.sealing.judging import judge

    try:
        trust = trusted()
    except SealUnusable as error:
        return SealVerdict(problem=f"The seal cannot be checked at present. {error}", checked=False)
    return judge(data, trust=trust, at=at)
