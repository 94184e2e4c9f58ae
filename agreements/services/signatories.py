"""Who signs for a party: named by the team, reached by a link of their own, handed over, or claimed."""

from __future__ import annotations

import secrets
from datetime import datetime

from accounts.models import User
from accounts.second_factor import Authentication
from agreements.events import note
from agreements.models import Agreement
from agreements.notices.addressees import tell_counterparty
from agreements.notices.outbox import owe
from agreements.refusals import AgreementRefused
from agreements.rights import NotEntitled, may_act_for, require_preparer
from agreements.services.inviting import account_token, withdraw_invitation
from agreements.services.links import LinkDead, digest_of, refuse_late, refuse_unless_open
from agreements.services.locking import held, held_request, open_request, require_stage
from agreements.signing.evidence import proof_of
from agreements.signing.models import Party, SigningRequest
from audit.trail import audited

TOKEN_BYTES = 32
Stage, State = Agreement.Stage, SigningRequest.State


def name_signatory(
    *, agreement: Agreement, name: str, job_title: str, email: str, by: User, now: datetime
) -> SigningRequest:
    """Ask a person to sign for the organisation; whoever was asked before is not any longer.

    A person without an account is invited to make one that sees agreements only.
    :raises NotEntitled, Closed: nobody is asked.
    """
    require_preparer(by, agreement.organisation)
    with audited(at=now):
        current = held(agreement.pk)
        require_stage(current, Stage.OUT)
        refuse_late(current, now)
        before = open_request(current)
        if before is not None:
            _end(before, State.CLOSED, now, reason="Another signatory was named.")
        request = _ask(current, name=name, job_title=job_title, email=email, by=by, now=now)
        if before is not None:
            withdraw_invitation(before, current, by=by, now=now)
        note(
            "signatory_named",
            current,
            by=by,
            request=str(request.pk),
            instead_of=str(before.pk) if before else "",
            personal={"name": name, "job_title": job_title, "email": request.email},
        )
    return request


def hand_over(
    *, request: SigningRequest, name: str, job_title: str, email: str, reason: str, by: User, now: datetime
) -> SigningRequest:
    """Pass the request on to a colleague: this link dies, and who had it stays in the evidence.

    :raises NotEntitled, Closed, LinkRefused: nothing is passed on.
    """
    with audited(at=now):
        old, agreement = held_request(request.pk)
        refuse_unless_open(old, agreement, now)
        if old.party != Party.ORGANISATION or old.person_id != by.pk:
            raise NotEntitled("Only the person who was asked to sign hands it over.")
        if not may_act_for(by, agreement, old.party):
            raise NotEntitled("You no longer belong to the party that you would sign for.")
        if email.strip().lower() == old.email:
            raise AgreementRefused("This is your own address. Name a colleague, or sign yourself.")
        old.state, old.closed_at, old.reason = State.CLOSED, now, reason
        old.save(update_fields=["state", "closed_at", "reason"])
        new = _ask(agreement, name=name, job_title=job_title, email=email, by=by, now=now)
        old.state, old.handed_to = State.HANDED_OVER, new
        old.save(update_fields=["state", "handed_to"])
        withdraw_invitation(old, agreement, by=by, now=now)
        note(
            "handed_over",
            agreement,
            by=by,
            request=str(old.pk),
            handed_to=str(new.pk),
            personal={
                "reason": reason,
                "from": {"name": old.name, "email": old.email},
                "to": {"name": name, "job_title": job_title, "email": new.email},
            },
        )
    return new


def claim(*, agreement: Agreement, by: User, authentication: Authentication, now: datetime) -> SigningRequest:
    """Take the counter-signature upon oneself; raise NotEntitled, Closed or LinkDead."""
    with audited(at=now):
        current = held(agreement.pk)
        require_stage(current, Stage.SIGNED)
        if not may_act_for(by, current, Party.COUNTERPARTY):
            raise NotEntitled(f"Only people of {current.partner.name} countersign this.")
        request = open_request(current)
        if request is None:
            raise LinkDead("Nobody is asked to countersign this any more.")
        refuse_late(current, now)
        if request.person_id == by.pk:
            return request
        note(
            "countersigning_claimed",
            current,
            by=by,
            request=str(request.pk),
            taken_from=str(request.person_id or ""),
            authentication=proof_of(authentication),
            personal={"name": by.name, "email": by.email},
        )
        # Whatever a colleague had read and confirmed was theirs: it begins again.
        request.person, request.name, request.job_title = by, by.name, by.job_title
        request.email, request.opened_at = by.email, now
        request.read_at = request.authority_at = request.consented_at = None
        request.save()
    return request


def ask_counterparty(agreement: Agreement, *, by: User, now: datetime) -> SigningRequest:
    """Open the counterparty's request and tell its people, or the office where there are none.

    Call it inside an audited block.
    """
    request = SigningRequest.objects.create(
        agreement=agreement, party=Party.COUNTERPARTY, nominated_by=by, created_at=now
    )
    told = tell_counterparty(request, agreement, now=now)
    note("counterparty_asked", agreement, request=str(request.pk), told=told)
    return request


def _ask(
    agreement: Agreement, *, name: str, job_title: str, email: str, by: User, now: datetime
) -> SigningRequest:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    address = email.strip().lower()
    request = SigningRequest.objects.create(
        agreement=agreement,
        party=Party.ORGANISATION,
        name=name,
        job_title=job_title,
        email=address,
        token_sha256=digest_of(token),
        nominated_by=by,
        created_at=now,
    )
    tokens = {"sign": token, **account_token(agreement, address, by=by, now=now)}
    owe("to_sign", agreement, email=address, request=request, tokens=tokens, now=now)
    return request


def renew_link(request: SigningRequest, agreement: Agreement, *, by: User, now: datetime) -> dict[str, str]:
    """Return fresh tokens for a person who has not opened the link yet; the one before dies."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    request.token_sha256 = digest_of(token)
    request.save(update_fields=["token_sha256"])
    return {"sign": token, **account_token(agreement, request.email, by=by, now=now)}


def _end(request: SigningRequest, state: str, now: datetime, *, reason: str = "") -> None:
    request.state, request.closed_at, request.reason = state, now, reason
    request.save(update_fields=["state", "closed_at", "reason"])
