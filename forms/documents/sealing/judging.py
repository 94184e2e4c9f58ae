"""Judge the seal of a PDF. Runs in a child process for strangers' files: no settings, no database, no network."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from forms.documents.sealing import verdicts
from forms.documents.sealing.credentials import Trust
from forms.documents.sealing.verdicts import SealVerdict

USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
SEAL_GAP = re.compile(rb"<[0-9A-Fa-f]+>")


def judge(data: bytes, *, trust: Trust, at: datetime | None) -> SealVerdict:
    """Return what the seal of any bytes proves; `at` as in `verify_seal`."""
    try:
        reader = PdfFileReader(io.BytesIO(data))
        if reader.encrypted:
            return SealVerdict(problem=verdicts.PROTECTED)
        seals = reader.embedded_signatures
        if not seals:
            return SealVerdict(problem=verdicts.NO_SEAL)
        if len(seals) > 1:
            return SealVerdict(problem=verdicts.SEVERAL_SEALS)
        return _judge(data, seals[0], trust, at)
    except Exception:  # noqa: BLE001  whatever a file does to the parser, the file is unreadable
        return SealVerdict(problem=verdicts.UNREADABLE)


def _judge(data: bytes, seal: Any, trust: Trust, at: datetime | None) -> SealVerdict:
    certificate = seal.signer_cert
    ours = certificate.dump() in trust.seals
    stamped_at = _stamped_at(seal)
    # Proven only if the time stamp is found trusted below; else the verdict is "not valid" anyway.
    moment = stamped_at or at or datetime.now(UTC)
    status = validate_pdf_signature(
        seal,
        signer_validation_context=_context(trust.seals, moment),
        ts_validation_context=_context(trust.timestamps, moment),
        key_usage_settings=USAGE,
    )
    whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE and _is_gap_the_seal(data, seal.byte_range)
    return SealVerdict(
        covers_whole_file=whole,
        ours=ours,
        signed_at=stamped_at or status.signer_reported_dt,
        timestamped=status.timestamp_validity is not None,
        certificate_sha256=certificate.sha256.hex(),
        **_outcome(seal, status, ours=ours, whole=whole, in_time=_in_time(certificate, moment)),
    )


def _outcome(seal: Any, status: Any, *, ours: bool, whole: bool, in_time: bool) -> dict[str, Any]:
    """Return `valid` and `problem`, the gravest first."""
    stamp = status.timestamp_validity
    if not (status.intact and status.valid):
        problem = verdicts.CHANGED
    elif not ours:
        problem = verdicts.ANOTHERS
    elif stamp is not None and not (stamp.valid and stamp.intact and stamp.trusted):
        problem = verdicts.UNTRUSTED_TIME
    elif not in_time:
        problem = verdicts.OUT_OF_TIME
    elif not status.bottom_line:
        problem = verdicts.CHANGED
    elif seal.docmdp_level is not MDPPerm.NO_CHANGES:
        problem = verdicts.PERMISSIVE
    else:
        return {"valid": True, "problem": "" if whole else verdicts.EXTENDED}
    return {"valid": False, "problem": problem}


def _stamped_at(seal: Any) -> datetime | None:
    stamp = next(extract_tst_data_iter(seal.signer_info, signed=False), None)
    if stamp is None:
        return None
    moment: datetime = stamp["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _context(roots: tuple[bytes, ...], moment: datetime) -> ValidationContext:
    return ValidationContext(
        trust_roots=[x509.Certificate.load(root) for root in roots], allow_fetching=False, moment=moment
    )


def _in_time(certificate: Any, moment: datetime) -> bool:
    """Check the dates of a certificate that is trusted as it is: paths of one certificate skip them."""
    return bool(certificate.not_valid_before <= moment <= certificate.not_valid_after)


def _is_gap_the_seal(data: bytes, byte_range: Any) -> bool:
    """Check that what is not signed is nothing but the digits of the seal."""
    start, length, resumes, rest = byte_range
    gap = data[length:resumes]
    return start == 0 and resumes + rest == len(data) and SEAL_GAP.fullmatch(gap) is not None
