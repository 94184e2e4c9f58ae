"""A link to sign: who may open it, and why it does not open."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.utils import timezone

from accounts.models import User
from accounts.second_factor import Authentication
from agreements.events import note
from agreements.models import Agreement
from agreements.refusals import AgreementRefused
from agreements.rights import NotEntitled, may_act_for
from agreements.services.locking import held_request
from agreements.signing.evidence import proof_of
from agreements.signing.models import Party, SigningRequest
from audit.trail import audited

State = SigningRequest.State


class LinkRefused(AgreementRefused):
    """A link to sign does not open; the message says why and what to do."""


class LinkUnknown(LinkRefused):
    """No request to sign has this link: guessed, or cut off in the mail."""


class LinkDead(LinkRefused):
    """The request was handed over, declined or closed, or the agreement is no longer out."""


class LinkUsed(LinkRefused):
    """The agreement was signed with this link before."""


class LinkLate(LinkRefused):
    """The last day to sign has passed."""


class LinkForSomeoneElse(LinkRefused):
    """The signed-in person is not the one who was asked."""


def digest_of(token: str) -> str:
    """Return the SHA-256 of a link's token in hex: all that is kept of it."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


def open_link(
    *, token_sha256: str, by: User, authentication: Authentication, now: datetime
) -> SigningRequest:
    """Open a link for the person whom it was sent to; the first time binds it to their account.

    :raises LinkRefused: which of its kinds says why. That another person tried it is an event.
    """
    found = SigningRequest.objects.filter(token_sha256=token_sha256).first() if token_sha256 else None
    if found is None:
        raise LinkUnknown("This link is not known. Open the link in the latest e-mail again.")
    with audited(at=now):
        request, agreement = held_request(found.pk)
        refuse_unless_open(request, agreement, now)
        if by.email != request.email or request.person_id not in (None, by.pk):
            refused = True
            note("link_refused", agreement, by=by, request=str(request.pk), why="another person")
        else:
            refused = False
            _bind(request, agreement, by, authentication, now)
    if refused:
        raise LinkForSomeoneElse(
            "This link was sent to another person. Sign out and sign in with the address it was sent to, "
            "or ask the team to name you instead."
        )
    return request


def open_as_nominated(
    *, request: SigningRequest, by: User, authentication: Authentication, now: datetime
) -> SigningRequest:
    """Open the request that a person addressed to themself, without the mail; raise a LinkRefused."""
    with audited(at=now):
        current, agreement = held_request(request.pk)
        refuse_unless_open(current, agreement, now)
        if by.email != current.email:
            raise LinkForSomeoneElse("This request is addressed to another person.")
        _bind(current, agreement, by, authentication, now)
    return current


def refuse_late(agreement: Agreement, now: datetime) -> None:
    """Raise LinkLate after the last day to sign."""
    if timezone.localdate(now) > agreement.sign_by:
        raise LinkLate(
            f"The last day to sign {agreement.reference} has passed. Ask the team to start it again."
        )


def refuse_unless_open(request: SigningRequest, agreement: Agreement, now: datetime) -> None:
    """Raise the LinkRefused that says why a request cannot be answered any more."""
    if request.state == State.SIGNED:
        raise LinkUsed(f"{agreement.reference} was signed with this link before.")
    if request.state == State.HANDED_OVER:
        raise LinkDead("The request was handed over to a colleague, so this link no longer works.")
    if request.state != State.OPEN or not agreement.is_open:
        raise LinkDead(f"{agreement.reference} is no longer waiting for your signature.")
    refuse_late(agreement, now)


def _bind(
    request: SigningRequest, agreement: Agreement, by: User, authentication: Authentication, now: datetime
) -> None:
    if not may_act_for(by, agreement, Party.ORGANISATION):
        raise NotEntitled(
            f"Your account does not belong to {agreement.organisation.name} yet. "
            "Accept the invitation in the same e-mail first."
        )
    if request.person_id == by.pk:
        return
    request.person, request.opened_at = by, now
    request.save(update_fields=["person", "opened_at"])
    note(
        "link_opened",
        agreement,
        by=by,
        request=str(request.pk),
        authentication=proof_of(authentication),
    )
