"""The organisation's seal on a finished PDF: put on last, verified against what is ours, nothing fetched."""

from forms.documents.sealing.inspecting import MAX_UPLOAD_BYTES, InspectorBusy, inspect_untrusted
from forms.documents.sealing.seals import seal_pdf, verify_seal
from forms.documents.sealing.verdicts import SealedPdf, SealFailed, SealVerdict, TimestampFailed

__all__ = [
    "MAX_UPLOAD_BYTES",
    "InspectorBusy",
    "SealFailed",
    "SealVerdict",
    "SealedPdf",
    "TimestampFailed",
    "inspect_untrusted",
    "seal_pdf",
    "verify_seal",
]
