"""The certificate of completion: who agreed to what, when and how it was made sure, for a lawyer to read."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import UTC, datetime

from django.utils.formats import date_format

from agreements.evidence.certificate_annex import annex
from agreements.evidence.certificate_signature import signature_rows
from agreements.evidence.keeping import retention_in_words, source_of_dates
from agreements.evidence.timeline import Entry, timeline_of
from agreements.models import Agreement
from agreements.presenting.content import counterparty_lines, presented_from_json
from agreements.presenting.signatures import hash_lines, moment_in_words, printed_code, signatures_of
from agreements.signing.models import Party, Signature, SigningRequest
from agreements.signing.wordings import party_name
from audit.models import AuditEvent
from forms.documents.assembly import masthead_of, printed_date
from forms.documents.content import DocumentContent, Notice, Row, Section

HOW_TO_READ = (
    "This certificate accompanies the sealed agreement named above. Each signature is a simple electronic "
    "signature: a person who had signed in with a password and a second factor was shown the whole text and "
    "said that they had read it, declared their authority, consented to sign electronically, confirmed who "
    "they are with a fresh code, typed their name and chose to sign.",
    "After the last signature the platform applied its electronic seal to the whole file. The seal shows that "
    "nothing was changed since; it is the platform’s, not a signature of a party.",
    "Every step below is an event in an append-only trail in which each event carries a keyed hash of the one "
    "before it. The hashes stand in the annexes. Times are those of the server: local time in the United "
    "Kingdom (GMT or BST), and in brackets UTC to the millisecond.",
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
            Row("Counterparty", counterparty_lines(presented_from_json(agreement.presented))),
            Row("Completed", (printed_date(now),)),
        ),
        edition="Certificate of completion",
    )


def _sections(agreement: Agreement, verify_at: str) -> Iterator[Section]:
    entries, signatures = timeline_of(agreement, minor=True), signatures_of(agreement)
    yield Section("The agreement", tuple(_about(agreement)), together=True)
    yield Section("The sealed document", tuple(_sealed(agreement, verify_at)), together=True)
    for signature in signatures:
        title = f"Signature for {party_name(agreement, signature.party)}"
        yield Section(title, tuple(signature_rows(signature, entries)), together=True)
    yield Section("Everybody who was asked to sign", tuple(_asked(agreement)), together=True)
    printed = frozenset(wording for one in signatures for wording in _wordings(one))
    yield Section("Events", tuple(_event(entry, printed) for entry in entries))
    yield from annex(agreement, signatures, entries)


def _about(agreement: Agreement) -> Iterator[Row]:
    text = agreement.text_version
    yield Row("Reference", (agreement.reference, str(agreement.pk)))
    parent = (f"Follows {agreement.parent.reference}",) if agreement.parent else ()
    yield Row("Origin", (agreement.get_origin_display(), *parent))
    if text is not None:
        approved = f", approved on {printed_date(text.approved_at)}" if text.approved_at else ""
        yield Row("Text", (f"Version {text.number}{approved}",))
    if agreement.effective_on:
        yield Row("In force from", (date_format(agreement.effective_on),))
    yield Row("Last day", (date_format(agreement.expires_on) if agreement.expires_on else "None fixed",))
    yield Row("Both follow from", (source_of_dates(agreement),))
    yield Row("Kept for", (retention_in_words(),))


def _sealed(agreement: Agreement, verify_at: str) -> Iterator[Row]:
    document = agreement.sealed_copy
    if document is None or document.sealed_at is None:
        return
    made = AuditEvent.objects.filter(action="document.sealed", subject_id=str(document.pk)).last()
    software = (f"Applied with {made.detail['software']}",) if made else ()
    yield Row("SHA-256", hash_lines(document.sha256))
    yield Row("File", (f"{document.size} bytes, {document.pages} pages",))
    yield Row("Sealed", (moment_in_words(document.sealed_at),))
    yield Row("Seal", (f"PAdES {document.seal_level}, no changes permitted", *software))
    yield Row("Verification code", (printed_code(agreement.verification_code),))
    yield Row("Verify at", (verify_at,))


def _wordings(signature: Signature) -> Iterator[str]:
    evidence = signature.evidence
    for wording in (evidence["authority"]["wording"], evidence["consent"]["wording"], evidence["intent"]):
        yield wording["text"]


def _asked(agreement: Agreement) -> Iterator[Row]:
    for request in agreement.requests.all():
        yield Row(str(Party(request.party).label), tuple(line for line in _request(request) if line))


def _request(request: SigningRequest) -> Iterator[str]:
    yield ", ".join(part for part in (request.name, request.job_title, request.email) if part)
    yield f"Asked on {moment_in_words(request.created_at)}"
    yield f"Link opened on {moment_in_words(request.opened_at)}" if request.opened_at else ""
    yield str(request.get_state_display())
    yield f"Reason: {request.reason}" if request.reason else ""


def _event(entry: Entry, printed: Collection[str]) -> Row:
    """Return an event of the story; a wording is printed again only where no signature shows it."""
    lines = [f"{entry.sentence}. By: {entry.who}."]
    wording = entry.detail.get("wording")
    if wording and wording["text"] in printed:
        lines.append(f"Event {entry.sequence}. Wording {wording['version']}, printed with the signature.")
    else:
        lines.append(f"Event {entry.sequence}.")
    if wording and wording["text"] not in printed:
        lines.append(f"“{wording['text']}” ({wording['version']})")
    if mail := entry.detail.get("template"):
        lines.append(" ".join(part for part in (f"Mail “{mail}”", _to(entry)) if part))
        lines.extend(hash_lines(entry.detail.get("wording_sha256", "")))
    if entry.reason:
        lines.append(f"Reason: {entry.reason}")
    return Row(moment_in_words(entry.at), tuple(lines))


def _to(entry: Entry) -> str:
    """Say to whom a mail went; nothing once that was erased."""
    email = entry.personal.get("email")
    return f"to {email}" if email else ""
