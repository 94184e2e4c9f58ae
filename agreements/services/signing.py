"""A signatory's way: read, confirm the authority, consent, prove who they are again, sign."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta

from django.conf import settings

from accounts.client import Client
from accounts.models import User
from accounts.second_factor import Authentication
from agreements.events import note
from agreements.models import Agreement
from agreements.notices.outbox import owe
from agreements.presenting.content import sha256_of_json
from agreements.refusals import AgreementRefused
from agreements.rights import NotEntitled, may_act_for
from agreements.services.links import LinkUsed, refuse_unless_open
from agreements.services.locking import held_request, require_stage
from agreements.services.sealing import prepare_seal
from agreements.services.signatories import ask_counterparty
from agreements.signing.evidence import SignatureGiven, evidence_of, proof_of
from agreements.signing.marks import digest_of_mark, mark_in_words
from agreements.signing.models import Party, Signature, SigningRequest
from agreements.signing.wordings import Basis, consent_of, declaration_of, intent_of
from audit.trail import audited

Stage, State = Agreement.Stage, SigningRequest.State
# How long a code given at the last step proves who signs.
FRESH = timedelta(minutes=15)
OTHER = {Party.ORGANISATION: Party.COUNTERPARTY, Party.COUNTERPARTY: Party.ORGANISATION}
STAGE_FOR = {Party.ORGANISATION: Stage.OUT, Party.COUNTERPARTY: Stage.SIGNED}


class OutOfOrder(AgreementRefused):
    """A step was tried before the ones that come first."""


class TextChanged(AgreementRefused):
    """The page that was shown is not the text that would be signed."""


class ReauthenticationNeeded(AgreementRefused):
    """The second factor was not proved again after the consent, or too long ago."""


class NameMissing(AgreementRefused):
    """A signature needs a typed name and a job title."""


def note_read(*, request: SigningRequest, by: User, page_sha256: str, now: datetime) -> SigningRequest:
    """Record that the signatory has read the text as it stands."""
    with audited(at=now):
        current, agreement = _turn(request, by, now)
        current.read_at, current.read_sha256 = now, agreement.presented_sha256
        current.save(update_fields=["read_at", "read_sha256"])
        note(
            "read",
            agreement,
            by=by,
            request=str(current.pk),
            presented_sha256=agreement.presented_sha256,
            page_sha256=page_sha256,
        )
    return current


def confirm_authority(
    *, request: SigningRequest, basis: str, detail: str, by: User, now: datetime
) -> SigningRequest:
    """Record the signatory's declaration of authority and what it rests on."""
    with audited(at=now):
        current, agreement = _turn(request, by, now)
        if current.read_at is None:
            raise OutOfOrder("Read the agreement first.")
        current.authority_basis, current.authority_detail = Basis(basis), detail
        current.authority_at = now
        current.save(update_fields=["authority_basis", "authority_detail", "authority_at"])
        declaration = declaration_of(agreement, current.party)
        note(
            "authority_confirmed",
            agreement,
            by=by,
            request=str(current.pk),
            basis=current.authority_basis,
            wording=asdict(declaration),
            personal={"detail": detail} if detail else None,
        )
    return current


def consent(*, request: SigningRequest, by: User, now: datetime) -> SigningRequest:
    """Record the consent to sign electronically, its wording verbatim."""
    with audited(at=now):
        current, agreement = _turn(request, by, now)
        if current.authority_at is None:
            raise OutOfOrder("Confirm your authority to sign first.")
        current.consented_at = now
        current.save(update_fields=["consented_at"])
        note("consented", agreement, by=by, request=str(current.pk), wording=asdict(consent_of(agreement)))
    return current


def sign(
    *,
    request: SigningRequest,
    given: SignatureGiven,
    by: User,
    client: Client,
    authentication: Authentication,
    now: datetime,
) -> Signature:
    """Sign for a party: one transaction in which the signature exists with all its evidence, or nothing does.

    :raises NotEntitled, OutOfOrder, TextChanged, ReauthenticationNeeded, NameMissing, Closed, LinkRefused:
        nothing was signed.
    """
    with audited(at=now):
        current, agreement = _turn(request, by, now)
        _check(current, agreement, given)
        if not is_fresh(authentication, current, now=now):
            raise ReauthenticationNeeded("Confirm who you are with a fresh code, then sign.")
        signature = _store(current, agreement, given, by, client, authentication, now)
        current.state, current.closed_at = State.SIGNED, now
        current.save(update_fields=["state", "closed_at"])
        note(
            "signed" if current.party == Party.ORGANISATION else "countersigned",
            agreement,
            by=by,
            request=str(current.pk),
            **_about(signature, given),
            **_parties(agreement),
            authentication=proof_of(authentication),
            wording=asdict(intent_of(agreement, current.party)),
            personal={"name": given.name, "job_title": given.job_title, "email": by.email, **asdict(client)},
        )
        _go_on(agreement, current, by, now)
    return signature


def _turn(request: SigningRequest, by: User, now: datetime) -> tuple[SigningRequest, Agreement]:
    """Return the locked request and agreement if it is this person's turn; raise what stands against it."""
    current, agreement = held_request(request.pk)
    if current.person_id != by.pk:
        raise NotEntitled("Somebody else is asked to sign this.")
    refuse_unless_open(current, agreement, now)
    if not may_act_for(by, agreement, current.party):
        raise NotEntitled("You no longer belong to the party that you would sign for.")
    if may_act_for(by, agreement, OTHER[Party(current.party)]):
        raise NotEntitled("You belong to the other party as well, so somebody else has to sign for this one.")
    require_stage(agreement, STAGE_FOR[Party(current.party)])
    if not agreement.organisation.is_open:
        raise NotEntitled(f"{agreement.organisation.name} is closed, so nothing can be signed for it.")
    return current, agreement


def is_fresh(authentication: Authentication, request: SigningRequest, *, now: datetime) -> bool:
    """Say whether the second factor was proved after the consent, and not longer ago than FRESH."""
    proved = authentication.second_factor_at
    if proved is None or request.consented_at is None:
        return False
    return proved >= request.consented_at and now - proved <= FRESH


def _check(request: SigningRequest, agreement: Agreement, given: SignatureGiven) -> None:
    if request.consented_at is None or request.authority_at is None or request.read_at is None:
        raise OutOfOrder("Read the agreement, confirm your authority and consent first.")
    if request.read_sha256 != agreement.presented_sha256 or given.page_sha256 != given.shown_page_sha256:
        raise TextChanged("The text is not the one that you were shown. Read it again before you sign.")
    if not given.name.strip() or not given.job_title.strip():
        raise NameMissing("Type your full name and your job title.")
    if agreement.signatures.filter(person=request.person).exists():
        raise NotEntitled("You signed for the other party, so somebody else must sign for this one.")
    if agreement.reading_copy is None or not agreement.reading_copy.sha256:
        raise OutOfOrder("The PDF of the agreement is not ready yet. Try again in a minute.")


def _store(
    request: SigningRequest,
    agreement: Agreement,
    given: SignatureGiven,
    by: User,
    client: Client,
    authentication: Authentication,
    now: datetime,
) -> Signature:
    if agreement.signatures.filter(party=request.party).exists():
        raise LinkUsed(f"{agreement.reference} was signed for this party before.")
    if agreement.text_version is None or agreement.reading_copy is None:
        raise OutOfOrder("The agreement has no text yet.")
    evidence = evidence_of(request, agreement, given, by=by, client=client, authentication=authentication)
    signature = Signature(
        agreement=agreement,
        party=request.party,
        request=request,
        person=by,
        signed_at=now,
        text_sha256=agreement.text_version.sha256,
        presented_sha256=agreement.presented_sha256,
        page_sha256=given.page_sha256,
        pdf_sha256=agreement.reading_copy.sha256,
        evidence_sha256=sha256_of_json(evidence),
    )
    signature.evidence = evidence
    signature.save(force_insert=True)
    return signature


def _about(signature: Signature, given: SignatureGiven) -> dict[str, str]:
    """Return what the event of a signature says of it: the hashes of all that was signed, mark and clock."""
    return {
        "signature": str(signature.pk),
        "text_sha256": signature.text_sha256,
        "presented_sha256": signature.presented_sha256,
        "page_sha256": signature.page_sha256,
        "pdf_sha256": signature.pdf_sha256,
        "evidence_sha256": signature.evidence_sha256,
        "mark": mark_in_words(given.strokes),
        "mark_sha256": digest_of_mark(given.strokes),
        "clock": settings.CLOCK_SOURCE,
    }


def _parties(agreement: Agreement) -> dict[str, str]:
    """Return under which public numbers the parties stand in what they sign."""
    frozen = agreement.presented
    return {
        "organisation_code": frozen["organisation_code"],
        "partner_company_number": frozen.get("partner_company_number", ""),
    }


def _go_on(agreement: Agreement, request: SigningRequest, by: User, now: datetime) -> None:
    if request.party == Party.ORGANISATION:
        agreement.stage, agreement.organisation_signed_at = Stage.SIGNED, now
        agreement.save(update_fields=["stage", "organisation_signed_at"])
        ask_counterparty(agreement, by=by, now=now)
        owe("signed", agreement, email=by.email, request=request, now=now)
        return
    agreement.stage, agreement.countersigned_at = Stage.COUNTERSIGNED, now
    prepare_seal(agreement, now=now)
