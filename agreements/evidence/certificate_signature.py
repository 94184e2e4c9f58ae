"""One signature on the certificate of completion: who, with what words, and how they proved themself."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from agreements.evidence.timeline import Entry
from agreements.presenting.signatures import account_name, hash_lines, moment_in_words
from agreements.signing.evidence import method_in_words
from agreements.signing.marks import digest_of_mark
from agreements.signing.models import Signature
from agreements.signing.wordings import Basis
from forms.documents.content import Row


def signature_rows(signature: Signature, entries: Iterable[Entry]) -> Iterator[Row]:
    """Yield what a reader wants to know of a signature; the technical part stands in the annex."""
    evidence: dict[str, Any] = signature.evidence
    authority, proof = evidence["authority"], evidence["authentication"]
    yield Row("Name and job title, as typed", (f"{evidence['name']}, {evidence['job_title']}",))
    yield Row("Account of", (account_name(signature), evidence["email"]))
    yield Row("Signed", (moment_in_words(signature.signed_at), f"Mark: {evidence['mark']['method']}"))
    yield Row("Authority declared", (_quoted(authority["wording"]), str(Basis(authority["basis"]).label)))
    if authority["detail"]:
        yield Row("Authority, in their words", (authority["detail"],))
    yield Row("Consent", (_quoted(evidence["consent"]["wording"]),))
    yield Row("Intent", (_quoted(evidence["intent"]),))
    yield Row("Identity confirmed by", (method_in_words(proof["method"]), *_given(proof)))
    yield Row("PDF of the text", (_downloaded(signature, entries),))


def technical_rows(signature: Signature) -> Iterator[Row]:
    """Yield what proves a signature to a machine: hashes, identifiers and where it came from."""
    evidence: dict[str, Any] = signature.evidence
    proof, client = evidence["authentication"], evidence["client"]
    yield Row("Page as shown, SHA-256", hash_lines(signature.page_sha256))
    yield Row("PDF offered beside it, SHA-256", hash_lines(signature.pdf_sha256))
    yield Row("Evidence of the signature, SHA-256", hash_lines(signature.evidence_sha256))
    if mark := digest_of_mark(evidence["mark"]["strokes"]):
        yield Row("Drawn mark, SHA-256", hash_lines(mark))
    yield Row("Session, SHA-256", hash_lines(proof["session_sha256"]))
    yield Row("Account and factor", (str(signature.person_id), f"Factor {proof['factor_id']}"))
    if clock := evidence.get("clock"):
        yield Row("Timed by", (clock,))
    yield Row("Came from", (client["ip"], client["user_agent"], f"Request {client['request_id']}"))


def _quoted(wording: dict[str, str]) -> str:
    return f"{wording['text']} ({wording['version']})"


def _given(proof: dict[str, str]) -> Iterator[str]:
    for what, key in (("Password", "password_at"), ("Code", "second_factor_at")):
        if proof[key]:
            yield f"{what}: {moment_in_words(datetime.fromisoformat(proof[key]))}"
    # Older signatures do not say how many.
    if proof.get("wrong_codes", "0") != "0":
        yield f"Wrong codes given before it: {proof['wrong_codes']}"


def _downloaded(signature: Signature, entries: Iterable[Entry]) -> str:
    """Say whether the signatory took the PDF that stood beside the page before they signed."""
    taken = [
        entry.at
        for entry in entries
        if entry.action == "pdf_downloaded"
        and entry.actor == str(signature.person_id)
        and entry.detail.get("sha256") == signature.pdf_sha256
        and entry.at <= signature.signed_at
    ]
    if not taken:
        return "Offered beside the page; not downloaded by them before they signed"
    return f"Offered beside the page; downloaded by them on {moment_in_words(taken[0])}"
