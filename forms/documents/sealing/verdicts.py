"""What sealing and verifying return, and how they fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

UNREADABLE = "This file could not be read as a PDF."
TOO_LARGE = "This file is too large to be a document of ours."
PROTECTED = "This PDF is protected with a passphrase. Documents of ours that carry a seal never are."
NO_SEAL = "This PDF carries no seal."
SEVERAL_SEALS = "This PDF carries more than one seal or signature. Documents of ours carry one."
ANOTHERS = "This PDF was sealed with a certificate that is not ours."
CHANGED = "This PDF was changed after it was sealed."
EXTENDED = "Something was added to this PDF after it was sealed."
OUT_OF_TIME = "The certificate of the seal was not valid at the time for which this PDF is checked."
UNTRUSTED_TIME = "The time stamp in the seal does not come from a service that we trust."
PERMISSIVE = "The seal of this PDF allows changes. Seals of ours allow none."


class SealFailed(Exception):
    """A PDF could not be sealed: nothing was produced, and another try is safe."""


class TimestampFailed(SealFailed):
    """The time stamp service gave no usable time stamp, so nothing was sealed."""


@dataclass(frozen=True, slots=True)
class SealedPdf:
    """A sealed PDF and the evidence of its seal; `level` is the PAdES level, "B-B" or "B-T"."""

    data: bytes
    sha256: str
    size: int
    certificate_sha256: str
    certificate_subject: str
    level: str
    timestamp_at: datetime | None
    software: str


@dataclass(frozen=True, slots=True)
class SealVerdict:
    """What a seal proves of a file; `problem` says in plain words why it proves nothing, else it is empty.

    `signed_at` is proven where `timestamped`, elsewhere only what the seal claims.
    """

    valid: bool = False
    covers_whole_file: bool = False
    ours: bool = False
    signed_at: datetime | None = None
    timestamped: bool = False
    certificate_sha256: str = ""
    problem: str = ""
    # Whether anything was looked at: without our own certificates nothing can be said about any file.
    checked: bool = True

    @property
    def genuine(self) -> bool:
        """Say whether the file was sealed by us and nothing was changed or added since.

        The bytes of the seal itself are outside what it signs: its padding, the case of its digits and the
        time stamp can be altered unnoticed. So a file is the one that was sealed only if its SHA-256 is the
        stored one as well.
        """
        return self.valid and self.covers_whole_file and self.ours
