"""What row and trail keep of a seal."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from forms.documents.sealing import SealedPdf


def seal_columns(sealed: SealedPdf, now: datetime) -> dict[str, Any]:
    """Return the columns of a document that say how it was sealed."""
    return {
        "sealed": True,
        "sealed_at": now,
        "seal_level": sealed.level,
        "seal_certificate_sha256": sealed.certificate_sha256,
    }


def seal_evidence(sealed: SealedPdf) -> dict[str, object]:
    """Return what the trail keeps of a seal, all of it checked when it was made."""
    return {
        "sha256": sealed.sha256,
        "size": sealed.size,
        "certificate_sha256": sealed.certificate_sha256,
        "certificate_subject": sealed.certificate_subject,
        "level": sealed.level,
        "timestamp_at": sealed.timestamp_at.isoformat() if sealed.timestamp_at else None,
        "software": sealed.software,
        "verified": True,
    }
