"""Sealing with the kept key beside pyHanko's own signing of the same file, and verifying a file of 1 MB."""

from __future__ import annotations

import io
import random
import statistics
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import pikepdf
from asn1crypto import keys, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from forms.documents.pdf import render
from forms.documents.sealing import inspect_untrusted, seal_pdf, verify_seal
from forms.documents.sealing.credentials import current
from tests.bench.tables import Table, interleaved_ms
from tests.unit.documents.agreement_samples import agreement

ROUNDS = 40
UPLOADS = 7
NOW = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)
OURS, THEIRS, VERIFY = (
    "Ours: sealed, and the result checked",
    "pyHanko's sign_pdf alone",
    "Verified in process",
)


def run() -> Table:
    """Seal one agreement with both in turn, then verify a large one."""
    drawn = render(agreement()).data
    table = Table(
        "Sealing an agreement, and verifying it",
        f"CPU, P-256, PAdES B-B, {len(drawn) / 1000:.0f} kB; medians of {ROUNDS} interleaved rounds, warm. An upload "
        f"is verified in a process of its own: median wall time of {UPLOADS}, its start included.",
    )
    works: dict[str, Callable[[], object]] = {
        THEIRS: lambda: by_pyhanko(drawn),
        OURS: lambda: seal_pdf(drawn, now=NOW),
    }
    for work in works.values():
        work()
    taken = interleaved_ms(works, rounds=ROUNDS)
    for name in works:
        table.add(name, f"{taken[name]:.1f} ms")
    ratio = taken[OURS] / taken[THEIRS]
    table.add("Ours to pyHanko's own", f"{ratio:.2f}", "under 2", met=ratio < 2)
    _add_verification(table, seal_pdf(of_a_megabyte(drawn), now=NOW).data)
    return table


def _add_verification(table: Table, large: bytes) -> None:
    size = f"{len(large) / 1_000_000:.1f} MB"
    taken = interleaved_ms({VERIFY: lambda: verify_seal(large)}, rounds=ROUNDS)
    table.add(f"{VERIFY}, {size}", f"{taken[VERIFY]:.1f} ms")
    times = []
    for _ in range(UPLOADS):
        start = time.perf_counter()
        genuine = inspect_untrusted(large).genuine
        times.append((time.perf_counter() - start) * 1000)
        if not genuine:
            raise RuntimeError("A sealed file did not verify.")
    table.add(f"Verified as an upload, {size}", f"{statistics.median(times):.0f} ms")


def by_pyhanko(data: bytes) -> bytes:
    """Sign a file the way pyHanko's manual does, with our key."""
    ours = current()
    packed = ours.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    signer = signers.SimpleSigner(
        signing_cert=x509.Certificate.load(ours.certificate),
        signing_key=keys.PrivateKeyInfo.load(packed),
        cert_registry=SimpleCertificateStore(),
    )
    about = signers.PdfSignatureMetadata(
        field_name="Seal",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signed = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(data)), about, signer, output=signed)
    return signed.getvalue()


def of_a_megabyte(data: bytes) -> bytes:
    """Return the PDF with a megabyte in it that no compression makes smaller."""
    grown = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        filling = pdf.make_stream(
            zlib.compress(random.Random(1).randbytes(1_000_000)), Filter=pikepdf.Name.FlateDecode
        )
        pdf.Root.PieceInfo = pikepdf.Dictionary(
            Filling=pikepdf.Dictionary(Private=pdf.make_indirect(filling))
        )
        pdf.save(grown)
    return grown.getvalue()
