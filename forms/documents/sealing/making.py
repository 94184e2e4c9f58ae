"""Put the seal on with pyHanko."""

from __future__ import annotations

import hashlib
import io
from datetime import datetime
from functools import lru_cache
from typing import Any

from asn1crypto import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.version import __version__
from pyhanko_certvalidator.registry import SimpleCertificateStore

from forms.documents.sealing import verdicts
from forms.documents.sealing.credentials import Credentials, Trust
from forms.documents.sealing.judging import judge
from forms.documents.sealing.timestamps import TimestampService
from forms.documents.sealing.verdicts import SealedPdf, SealFailed, TimestampFailed

SOFTWARE = f"pyHanko {__version__}"
FIELD = "Seal"
DIGEST = "sha256"


class _KeptKeySigner(Signer):
    """Sign with a key that is loaded already: pyHanko's own signer reads and checks it for each signature."""

    def __init__(self, credentials: Credentials) -> None:
        above = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        above.register_multiple(x509.Certificate.load(one) for one in credentials.chain)
        super().__init__(
            signing_cert=x509.Certificate.load(credentials.certificate),
            cert_registry=above,
            embed_roots=False,
        )
        self._key = credentials.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if digest_algorithm != DIGEST:
            raise ValueError(digest_algorithm)
        return self._key.sign(data, ECDSA(hashes.SHA256()))


class _ArchivalWriter(IncrementalPdfFileWriter):
    """Leave the file at PDF 1.7: for P-256 pyHanko would declare 2.0, which PDF/A-2 forbids."""

    def ensure_output_version(self, version: tuple[int, int]) -> None:
        pass

    def register_extension(self, ext: Any) -> None:
        if ext.base_version != "/2.0":
            super().register_extension(ext)


class _Sealer(PdfSigner):
    """Claim the caller's time in the seal, not the machine's."""

    def __init__(self, *args: Any, now: datetime, **options: Any) -> None:
        super().__init__(*args, **options)
        self._now = now

    def init_signing_session(self, *args: Any, **options: Any) -> Any:
        session = super().init_signing_session(*args, **options)
        session.system_time = self._now
        return session


@lru_cache(maxsize=4)
def _signer(credentials: Credentials) -> _KeptKeySigner:
    return _KeptKeySigner(credentials)


def make_seal(
    data: bytes, *, credentials: Credentials, trust: Trust, timestamps: TimestampService | None, now: datetime
) -> SealedPdf:
    """Seal a PDF and check the result; raises as `seal_pdf` does."""
    about = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    sealed = io.BytesIO()
    try:
        sealer = _Sealer(about, _signer(credentials), timestamper=timestamps, now=now)
        sealer.sign_pdf(_ArchivalWriter(io.BytesIO(data)), output=sealed)
    except SealFailed:
        raise
    except Exception as error:  # one name for whatever the file or the library does; the cause is kept
        raise SealFailed(f"The document could not be sealed ({type(error).__name__}).") from error
    return _checked(sealed.getvalue(), credentials, trust, now, stamped=timestamps is not None)


def _checked(
    data: bytes, credentials: Credentials, trust: Trust, now: datetime, *, stamped: bool
) -> SealedPdf:
    verdict = judge(data, trust=trust, at=now)
    if verdict.problem == verdicts.UNTRUSTED_TIME:
        raise TimestampFailed(
            "The time stamp does not lead to SEAL_TIMESTAMP_CERTIFICATES, so nothing was sealed."
        )
    if not verdict.genuine or verdict.timestamped is not stamped:
        raise SealFailed(f"The sealed document does not verify, so it is not used. {verdict.problem}")
    return SealedPdf(
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        certificate_sha256=verdict.certificate_sha256,
        certificate_subject=credentials.about.subject.rfc4514_string(),
        level="B-T" if verdict.timestamped else "B-B",
        timestamp_at=verdict.signed_at if verdict.timestamped else None,
        software=SOFTWARE,
    )
