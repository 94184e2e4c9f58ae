"""The annexes of the certificate of completion: hashes and identifiers, apart so that the story reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agreements.evidence.certificate_signature import technical_rows
from agreements.evidence.timeline import Entry
from agreements.models import Agreement
from agreements.presenting.signatures import hash_lines
from agreements.signing.models import Signature
from agreements.signing.wordings import party_name
from forms.documents.content import Row, Section


def annex(
    agreement: Agreement, signatures: Iterable[Signature], entries: Iterable[Entry]
) -> Iterator[Section]:
    """Yield the annexes: of the documents, of each signature, of the events."""
    yield Section("Annex A: the documents", tuple(_documents(agreement)), together=True)
    for signature in signatures:
        title = f"Annex B: the signature for {party_name(agreement, signature.party)}"
        yield Section(title, tuple(technical_rows(signature)), together=True)
    rows = tuple(Row(f"Event {entry.sequence}", hash_lines(entry.sha256)) for entry in entries)
    yield Section("Annex C: SHA-256 of the events", rows)


def _documents(agreement: Agreement) -> Iterator[Row]:
    if agreement.text_version is not None:
        yield Row("Text, SHA-256", hash_lines(agreement.text_version.sha256))
    yield Row("Particulars, SHA-256", hash_lines(agreement.particulars_sha256))
    yield Row("Agreement as presented, SHA-256", hash_lines(agreement.presented_sha256))
    if agreement.sealed_copy is not None:
        certificate = hash_lines(agreement.sealed_copy.seal_certificate_sha256)
        yield Row("Certificate of the seal, SHA-256", certificate)
        yield Row("Drawn with", (agreement.sealed_copy.renderer,))
