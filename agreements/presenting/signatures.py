"""Signatures and a summary of their evidence, as the sealed PDF shows them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from django.utils import timezone

from agreements.models import Agreement
from agreements.signing.evidence import method_in_words
from agreements.signing.models import Party, Signature
from agreements.signing.names import same_name
from agreements.signing.wordings import Basis, party_name
from audit.models import ChainHead
from forms.documents.content import Mark, Row, Section


def signature_section(agreement: Agreement) -> Section:
    """Return the signatures of an agreement, the organisation's first."""
    return Section("Signatures", marks=tuple(_mark(agreement, one) for one in signatures_of(agreement)))


def signatures_of(agreement: Agreement) -> list[Signature]:
    """Return the signatures in the order of signing."""
    order = [Party.ORGANISATION.value, Party.COUNTERPARTY.value]
    return sorted(agreement.signatures.all(), key=lambda one: order.index(one.party))


def evidence_summary(agreement: Agreement, *, verify_at: str) -> Section:
    """Return what a reader needs to verify the document: hashes, the code and where to use it."""
    head = ChainHead.objects.filter(pk=1).first() or ChainHead()
    first = next(iter(signatures_of(agreement)), None)
    rows = [
        Row("How it was signed", ("Simple electronic signatures, then the platform’s electronic seal",)),
        Row("Text, SHA-256", hash_lines(agreement.text_version.sha256 if agreement.text_version else "")),
        Row("Agreement as presented, SHA-256", hash_lines(agreement.presented_sha256)),
        Row("Particulars, SHA-256", hash_lines(agreement.particulars_sha256)),
    ]
    if first is not None:
        rows.append(Row("PDF offered to read, SHA-256", hash_lines(first.pdf_sha256)))
    rows += [
        Row("Audit trail", (f"Event {head.sequence}", *hash_lines(head.sha256))),
        Row("Verification code", (printed_code(agreement.verification_code),)),
        Row("Verify at", (verify_at,)),
    ]
    # It follows the signatures at once, over the end of their page where it has to.
    return Section("Evidence", tuple(rows))


def printed_code(code: str) -> str:
    """Return a verification code in groups of four, as it is printed."""
    return "-".join(code[index : index + 4] for index in range(0, len(code), 4))


def hash_lines(sha256: str) -> tuple[str, ...]:
    """Return a hash in two lines of equal length, as it is printed."""
    return (sha256[:32], sha256[32:]) if sha256 else ()


def _mark(agreement: Agreement, signature: Signature) -> Mark:
    evidence = signature.evidence
    strokes = tuple(tuple((x, y) for x, y in stroke) for stroke in evidence["mark"]["strokes"])
    return Mark(
        caption=f"Signed for {party_name(agreement, signature.party)}",
        name=evidence["name"],
        strokes=strokes,
        rows=tuple(_rows(signature)),
    )


def _rows(signature: Signature) -> Iterator[Row]:
    evidence = signature.evidence
    if not same_name(evidence["name"], account_name(signature)):
        yield Row("Account of", (account_name(signature),))
    yield Row("Job title", (evidence["job_title"],))
    yield Row("Work e-mail", (evidence["email"],))
    yield Row("Signed", (moment_in_words(signature.signed_at),))
    authority = str(Basis(evidence["authority"]["basis"]).label)
    yield Row(
        "Authority",
        (authority, evidence["authority"]["detail"]) if evidence["authority"]["detail"] else (authority,),
    )
    yield Row("Identity confirmed by", (method_in_words(evidence["authentication"]["method"]),))
    yield Row("Evidence, SHA-256", hash_lines(signature.evidence_sha256))


def account_name(signature: Signature) -> str:
    """Return in whose name the account was that signed; for older signatures, in whose name it is."""
    return str(signature.evidence.get("account_name") or signature.person.name)


def moment_in_words(moment: datetime) -> str:
    """Write a moment in local time with its zone, and in UTC to the millisecond."""
    local = timezone.localtime(moment)
    utc = moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return f"{local.day} {local:%B} {local.year}, {local:%H:%M:%S %Z} ({utc})"
