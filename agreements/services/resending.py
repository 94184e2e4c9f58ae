"""Send a mail again that no server took: by hand, once somebody looked at why."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from accounts.models import User
from agreements.events import note
from agreements.models import Agreement
from agreements.notices.outbox import owe
from agreements.notices.sending import is_pointless
from agreements.refusals import AgreementRefused
from agreements.rights import require_manager
from agreements.services.links import refuse_late
from agreements.services.locking import held
from agreements.services.signatories import renew_link
from agreements.signing.models import Notice, Party, SigningRequest
from audit.trail import audited

# Mails whose links carry tokens, until the person has opened them.
WITH_LINK = frozenset({"to_sign", "reminder"})


class NothingToResend(AgreementRefused):
    """The mail was sent, is still on its way, or has no more use."""


def resend(*, notice: Notice, by: User, now: datetime) -> Notice:
    """Owe a mail anew in place of one that was not sent; links that were never opened are fresh.

    :raises NotEntitled, NothingToResend, LinkLate, CannotBeAsked: nothing is sent.
    """
    require_manager(by)
    with audited(at=now):
        agreement = held(notice.agreement_id)
        old = Notice.objects.select_for_update(of=("self",)).get(pk=notice.pk)
        if old.sent_at is not None or not old.problem:
            raise NothingToResend(f"{agreement.reference}: this mail was sent, or is on its way.")
        request = _request_of(old)
        if is_pointless(old):
            raise NothingToResend(f"{agreement.reference}: this mail has no more use. Nobody waits for it.")
        old.problem, old.tokens_sealed, old.dropped_at = "", b"", now
        old.save(update_fields=["problem", "tokens_sealed", "dropped_at"])
        tokens = _fresh_tokens(old, request, agreement, by=by, now=now)
        new = owe(old.template, agreement, email=old.email, request=request, tokens=tokens, now=now)
        note(
            "notice_sent_again",
            agreement,
            by=by,
            template=new.template,
            notice=str(new.pk),
            instead_of=str(old.pk),
            personal={"email": new.email},
        )
    return new


def resend_all(*, agreement: Agreement, by: User, now: datetime) -> int:
    """Owe every mail about an agreement anew that no server took and that is of use; return how many.

    :raises NotEntitled, NothingToResend, LinkLate, CannotBeAsked: nothing is sent.
    """
    with audited(at=now):
        again = [resend(notice=one, by=by, now=now) for one in not_taken(agreement) if not is_pointless(one)]
        if not again:
            raise NothingToResend(f"{agreement.reference}: no mail waits to be sent again.")
    return len(again)


def not_taken(agreement: Agreement) -> QuerySet[Notice]:
    """Return the mails about an agreement that a server refused or that could not be handed to one."""
    return (
        agreement.notices.select_related("request", "agreement")
        .filter(sent_at__isnull=True)
        .exclude(problem="")
    )


def _request_of(notice: Notice) -> SigningRequest | None:
    """Return the request that a mail is about, locked, so that it is not answered meanwhile."""
    if notice.request_id is None:
        return None
    notice.request = SigningRequest.objects.select_for_update(of=("self",)).get(pk=notice.request_id)
    return notice.request


def _fresh_tokens(
    notice: Notice, request: SigningRequest | None, agreement: Agreement, *, by: User, now: datetime
) -> dict[str, str] | None:
    if request is None or notice.template not in WITH_LINK:
        return None
    refuse_late(agreement, now)
    if request.party != Party.ORGANISATION or request.person_id is not None:
        return None
    return renew_link(request, agreement, by=by, now=now)
