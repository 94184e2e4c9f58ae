"""What an agreement's page says of it, as label and value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format

from agreements.evidence.keeping import kept_until
from agreements.evidence.timeline import Entry as TimelineEntry
from agreements.models import Agreement
from agreements.presenting.signatures import moment_in_words, signatures_of
from agreements.register.matrix import Entry
from agreements.signing.models import SigningRequest

Fact = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody who was asked to sign. Never the link: whoever has it could sign."""

    party: str
    who: str
    contact: str
    state: str
    steps: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Signed:
    """A signature with the hashes of what was signed."""

    party: str
    name: str
    when: str
    facts: tuple[Fact, ...]


def about(agreement: Agreement, entry: Entry) -> list[Fact]:
    """Return the parties, how it stands and its dates, without what is empty."""
    text = agreement.text_version
    facts = [
        ("Document", agreement.get_kind_display()),
        ("Organisation", str(agreement.organisation)),
        ("Counterparty", f"{agreement.partner} ({agreement.partner.get_role_display()})"),
        ("Origin", agreement.get_origin_display()),
        ("Signed", "" if agreement.is_open else agreement.get_medium_display()),
        ("Text", f"Version {text.number}{' (sample text)' if text.is_sample else ''}" if text else ""),
        ("Waiting", _days(entry.days_waiting)),
        ("Seal", agreement.seal_problem),
        ("Reason", agreement.closed_reason),
    ]
    return _kept(facts)


def dates_of(agreement: Agreement, entry: Entry) -> list[Fact]:
    """Return every date of an agreement in the order of its life."""
    complete = agreement.stage == Agreement.Stage.COMPLETE
    signing_closed = agreement.stage not in (
        Agreement.Stage.DRAFT,
        Agreement.Stage.OUT,
        Agreement.Stage.SIGNED,
    )
    return _kept(
        [
            ("Started", f"{_at(agreement.issued_at)} by {agreement.issued_by.name}"),
            ("Last day to sign", "" if signing_closed else _on(agreement.sign_by)),
            ("Out for signature", _at(agreement.out_at)),
            ("Signed by the organisation", _at(agreement.organisation_signed_at)),
            ("Countersigned", _at(agreement.countersigned_at)),
            ("Signed on paper", _on(agreement.signed_on)),
            ("Attested", _by(agreement.attested_at, agreement.attested_by)),
            ("Basis", agreement.basis),
            ("Confirmed", _by(agreement.confirmed_at, agreement.confirmed_by)),
            ("Proposed to void", _by(agreement.void_requested_at, agreement.void_requested_by)),
            ("Why void", agreement.void_reason),
            ("Void confirmed by", agreement.void_confirmed_by.name if agreement.void_confirmed_by else ""),
            ("Complete", _at(agreement.completed_at)),
            ("Closed", _at(agreement.closed_at)),
            ("First day", _on(agreement.effective_on)),
            ("Last day", _on(entry.last_day)),
            ("Term ends", "" if entry.last_day == agreement.expires_on else _on(agreement.expires_on)),
            ("To be signed anew by", _on(agreement.replace_by)),
            ("Termination asked for", _on(agreement.termination_requested_on)),
            ("Terminates from", _on(agreement.terminates_on)),
            ("Reason of the termination", agreement.termination_reason),
            ("Superseded from", _on(agreement.superseded_on)),
            ("Kept at least until", _on(kept_until(agreement) if complete else None)),
        ]
    )


def hashes_of(agreement: Agreement) -> list[Fact]:
    """Return the SHA-256 of everything that the agreement stands on."""
    text, read, sealed = agreement.text_version, agreement.reading_copy, agreement.sealed_copy
    return _kept(
        [
            ("Text", text.sha256 if text else ""),
            ("Particulars", agreement.particulars_sha256),
            ("As presented", agreement.presented_sha256),
            ("Reading copy", read.sha256 if read else ""),
            ("Sealed agreement", sealed.sha256 if sealed else ""),
            ("Certificate of the seal", sealed.seal_certificate_sha256 if sealed else ""),
            ("Scan", agreement.scan_sha256),
        ]
    )


def asked_to_sign(requests: Iterable[SigningRequest]) -> list[Asked]:
    """Return everybody who was ever asked, the first one first."""
    return [
        Asked(
            party=request.get_party_display(),
            who=", ".join(part for part in (request.name, request.job_title) if part)
            or "Nobody in particular yet",
            contact=request.email,
            state=request.get_state_display(),
            steps=tuple(_kept(_steps(request))),
        )
        for request in requests
    ]


def signed_by(agreement: Agreement) -> list[Signed]:
    """Return the signatures, the organisation's first."""
    return [
        Signed(
            party=signature.get_party_display(),
            name=f"{signature.evidence['name']}, {signature.evidence['job_title']}",
            when=moment_in_words(signature.signed_at),
            facts=(
                ("Text", signature.text_sha256),
                ("As presented", signature.presented_sha256),
                ("Page as shown", signature.page_sha256),
                ("PDF as read", signature.pdf_sha256),
                ("Evidence", signature.evidence_sha256),
            ),
        )
        for signature in signatures_of(agreement)
    ]


def signed_on_paper_by(timeline: Iterable[TimelineEntry]) -> str:
    """Return who signed the paper, as the person who attested it wrote; empty where that was erased."""
    attested = (one for one in timeline if one.action == "attested")
    return next((str(one.personal.get("signed_by", "")) for one in attested), "")


def _steps(request: SigningRequest) -> Iterator[Fact]:
    yield ("Asked", f"{_at(request.created_at)} by {request.nominated_by.name}")
    yield ("Opened", _at(request.opened_at))
    yield ("Read", _at(request.read_at))
    yield ("Authority confirmed", _at(request.authority_at))
    yield ("Consented", _at(request.consented_at))
    reminded = f"{request.reminders} times, last on {_at(request.reminded_at)}"
    yield ("Reminded", reminded if request.reminded_at else "")
    yield ("Closed", _at(request.closed_at))
    yield ("Reason", request.reason)


def _kept(facts: Iterable[Fact]) -> list[Fact]:
    return [(label, value) for label, value in facts if value]


def _on(day: date | None) -> str:
    return date_format(day) if day else ""


def _at(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "j F Y, H:i") if moment else ""


def _by(moment: datetime | None, person: Any) -> str:
    return f"{_at(moment)} by {person.name}" if moment and person else ""


def _days(days: int | None) -> str:
    if days is None:
        return ""
    return "Since today" if days == 0 else f"{days} day{'' if days == 1 else 's'}"
