"""The certificate of completion: who agreed to what, when and how it was made sure, for a lawyer to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from agreements.evidence.timeline import Entry, timeline_of
from agreements.models import Agreement
from agreements.presenting.signatures import hash_lines, moment_in_words, printed_code, signatures_of
from agreements.signing.models import Party, Signature, SigningRequest
from agreements.signing.wordings import Basis, party_name
from forms.documents.assembly import masthead_of, printed_date
from forms.documents.content import DocumentContent, Notice, Row, Section

HOW_TO_READ = (
    "This certificate accompanies the sealed agreement named above. Each signature is a simple electronic "
    "signature: a person who had signed in with a password and a second factor read the text, declared their "
    "authority, consented to sign electronically, confirmed who they are with a fresh code, typed their name "
    "and chose to sign.",
    "After the last signature the platform applied its electronic seal to the whole file. The seal shows that "
    "nothing was changed since; it is the platform’s, not a signature of a party.",
    "Every step below is an event in an append-only trail in which each event carries a keyed hash of the one "
    "before it. Times are those of the server, in UTC to the millisecond, and local time in the United Kingdom.",
)


def certificate_content(agreement: Agreement, *, verify_at: str, now: datetime) -> DocumentContent:
    """Return the certificate; made when the agreement is complete, from its events and signatures."""
    return DocumentContent(
        title="Certificate of completion",
        **masthead_of(agreement.programme),
        reference=agreement.reference,
        form_title="Certificate of completion",
        form_version=1,
        recipient=agreement.organisation.name,
        audience="The parties to the agreement",
        submitted_on=printed_date(now),
        submitted_at=now.astimezone(UTC).isoformat(timespec="seconds"),
        sections=tuple(section for section in _sections(agreement, verify_at) if section.rows),
        notices=(Notice("statement", "How to read this certificate", HOW_TO_READ),),
        facts=(
            Row("Agreement", (agreement.get_kind_display(),)),
            Row("Organisation", (str(agreement.organisation),)),
            Row("Counterparty", (agreement.partner.name,)),
            Row("Completed", (printed_date(now),)),
        ),
        edition="Certificate of completion",
    )


def _sections(agreement: Agreement, verify_at: str) -> Iterator[Section]:
    yield Section("The agreement", tuple(_about(agreement)))
    yield Section("The sealed document", tuple(_sealed(agreement, verify_at)))
    for signature in signatures_of(agreement):
        yield Section(
            f"Signature for {party_name(agreement, signature.party)}", tuple(_signature(agreement, signature))
        )
    yield Section("Everybody who was asked to sign", tuple(_asked(agreement)))
    yield Section("Events", tuple(_event(entry) for entry in timeline_of(agreement, minor=True)))


def _about(agreement: Agreement) -> Iterator[Row]:
    text = agreement.text_version
    yield Row("Reference", (agreement.reference, str(agreement.pk)))
    parent = (f"Follows {agreement.parent.reference}",) if agreement.parent else ()
    yield Row("Origin", (agreement.get_origin_display(), *parent))
    if text is not None:
        approved = f"approved on {printed_date(text.approved_at)}" if text.approved_at else ""
        yield Row("Text", (f"Version {text.number}, {approved}", *hash_lines(text.sha256)))
    yield Row("Particulars, SHA-256", hash_lines(agreement.particulars_sha256))
    yield Row("As presented, SHA-256", hash_lines(agreement.presented_sha256))
    if agreement.effective_on:
        yield Row("In force from", (date_format(agreement.effective_on),))
    yield Row("Last day", (date_format(agreement.expires_on) if agreement.expires_on else "None fixed",))


def _sealed(agreement: Agreement, verify_at: str) -> Iterator[Row]:
    document = agreement.sealed_copy
    if document is None or document.sealed_at is None:
        return
    yield Row("SHA-256", hash_lines(document.sha256))
    yield Row("Size", (f"{document.size} bytes, {document.pages} pages",))
    yield Row("Sealed", (moment_in_words(document.sealed_at),))
    yield Row("Seal", (f"PAdES {document.seal_level}, no changes permitted", document.renderer))
    yield Row("Certificate of the seal, SHA-256", hash_lines(document.seal_certificate_sha256))
    yield Row("Verification code", (printed_code(agreement.verification_code),))
    yield Row("Verify at", (verify_at,))


def _signature(agreement: Agreement, signature: Signature) -> Iterator[Row]:
    evidence: dict[str, Any] = signature.evidence
    authority, proof, client = evidence["authority"], evidence["authentication"], evidence["client"]
    yield Row("Name and job title", (evidence["name"], evidence["job_title"]))
    yield Row("Account", (evidence["email"], str(signature.person_id)))
    yield Row("Signed", (moment_in_words(signature.signed_at),))
    yield Row("Mark", (evidence["mark"]["method"],))
    yield Row("Authority declared", (authority["wording"]["text"], str(Basis(authority["basis"]).label)))
    if authority["detail"]:
        yield Row("Authority, in their words", (authority["detail"],))
    yield Row("Consent", (evidence["consent"]["wording"]["text"], _version(evidence["consent"]["wording"])))
    yield Row("Intent", (evidence["intent"]["text"], _version(evidence["intent"])))
    yield Row(
        "Authentication",
        (proof["method"], f"Password: {proof['password_at']}", f"Fresh code: {proof['second_factor_at']}"),
    )
    yield Row(
        "Factor and session",
        (f"Factor {proof['factor_id']}", "Session, SHA-256", *hash_lines(proof["session_sha256"])),
    )
    yield Row("Came from", (client["ip"], client["user_agent"], f"Request {client['request_id']}"))
    yield Row("Page as shown, SHA-256", hash_lines(signature.page_sha256))
    yield Row("PDF as read, SHA-256", hash_lines(signature.pdf_sha256))
    yield Row("This evidence, SHA-256", hash_lines(signature.evidence_sha256))


def _version(wording: dict[str, str]) -> str:
    return f"Wording {wording['version']}"


def _asked(agreement: Agreement) -> Iterator[Row]:
    for request in agreement.requests.all():
        yield Row(_party(request), tuple(line for line in _request(request) if line))


def _party(request: SigningRequest) -> str:
    return str(Party(request.party).label)


def _request(request: SigningRequest) -> Iterator[str]:
    yield ", ".join(part for part in (request.name, request.job_title, request.email) if part)
    yield f"Asked on {_at(request.created_at)}"
    yield f"Link opened on {_at(request.opened_at)}" if request.opened_at else ""
    yield str(request.get_state_display())
    yield f"Reason: {request.reason}" if request.reason else ""


def _event(entry: Entry) -> Row:
    lines = [f"{entry.sentence}. By: {entry.who}."]
    if wording := entry.detail.get("wording"):
        lines.append(f"“{wording['text']}” ({wording['version']})")
    if entry.reason:
        lines.append(f"Reason: {entry.reason}")
    lines += [f"Event {entry.sequence}", *hash_lines(entry.sha256)]
    return Row(_at(entry.at), tuple(lines))


def _at(moment: datetime | None) -> str:
    if moment is None:
        return ""
    return f"{timezone.localtime(moment):%d %B %Y, %H:%M:%S}".lstrip("0")
