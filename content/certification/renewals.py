"""The pages that a waiting change of a shared record touches, and their certificates with the change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from approvals.models import Approval
from audit.trail import audited, record
from content.certification.canonical import digest_of
from content.certification.models import Certificate, PendingChange
from content.certification.refusals import CertificateEnded, SignatoryIsAuthor
from content.certification.rendering import Rendered, renderings_of, would_be
from content.certification.services.certifying import certify_page
from content.certification.services.signatories import signatory_for
from content.certification.states import end, put_in_force
from content.certification.touched import of_live_pages
from labelling.models import RecordChange
from labelling.services import SUBJECT, make, put_in_force as put_change_in_force, refuse_moved


@dataclass(frozen=True, slots=True)
class Renewal:
    """A page that a change touches: its certificate of now, what it would render, and its next certificate."""

    former: Certificate
    renderings: tuple[Rendered, ...]
    renewed: Certificate | None


def renewals_for(pending: PendingChange) -> list[Renewal]:
    """Return every page that a waiting change touches, as it would be, with what was certified of it.

    Raise RecordMoved for a change that cannot be made any more.
    """
    return list(_renewals(pending, of_live_pages(pending.programme)))


def renewal_of(pending: PendingChange, *, page_id: int) -> Renewal | None:
    """Return one of the pages that a waiting change touches, without rendering the others; None for no such page."""
    return next(_renewals(pending, of_live_pages(pending.programme).filter(page=page_id)), None)


def refuse_renewing(*, pending: PendingChange, user: User, now: datetime) -> None:
    """Raise NotASignatory or SignatoryIsAuthor where a person may not certify the pages of a change."""
    signatory_for(user=user, programme=pending.programme, on=timezone.localdate(now))
    if user.pk in _behind(pending):
        raise SignatoryIsAuthor(
            "You proposed this change or approved it, so another signatory has to certify its pages."
        )


def certify_renewal(
    *, pending: PendingChange, page: Page, shown: list[str], by: User, now: datetime
) -> Certificate:
    """Certify a live page as it will be with a waiting change, which takes effect with the last of its pages.

    Raise CertificateEnded for a change that waits no more, RecordMoved for one that cannot be made any more,
    what `refuse_renewing` raises for whoever proposed or approved it, and whatever `certify_page` raises.
    """
    with audited(at=now):
        current = PendingChange.objects.select_for_update().get(pk=pending.pk)
        _refuse_settled(current)
        refuse_renewing(pending=current, user=by, now=now)
        change = _change(current)
        if page.live_revision is None:
            raise CertificateEnded("This page is not published, so it has nothing to renew.")
        certificate = certify_page(
            page=page,
            revision=page.live_revision,
            shown=shown,
            by=by,
            now=now,
            requested_by=current.approved_by,
            change=current,
            applied=lambda: make(change),
        )
        apply_when_renewed(current, by=by, now=now)
    certificate.refresh_from_db()
    return certificate


def apply_when_renewed(pending: PendingChange, *, by: User | str, now: datetime) -> bool:
    """Make a change and put its certificates in force once no page misses its own; say whether it was made.

    Inside an audited block. Raise RecordMoved for a change that cannot be made any more.
    """
    renewed = [one.renewed for one in renewals_for(pending)]
    if any(one is None for one in renewed):
        return False
    pending.state, pending.settled_at = PendingChange.State.APPLIED, now
    pending.save(update_fields=["state", "settled_at"])
    put_change_in_force(change=_change(pending), by=by, now=now)
    for certificate in renewed:
        if certificate is not None:
            put_in_force(certificate, by=by, now=now)
    record("pending_change.applied", actor=by, subject=pending, programme=pending.programme_id)
    return True


def give_up(*, pending: PendingChange, by: User, now: datetime) -> PendingChange:
    """Give a waiting change up, with the certificates given for it; raise CertificateEnded."""
    with audited(at=now):
        current = PendingChange.objects.select_for_update().get(pk=pending.pk)
        _refuse_settled(current)
        for certificate in current.certificates.filter(state=Certificate.State.WAITING):
            end(
                certificate,
                state=Certificate.State.WITHDRAWN,
                by=by,
                now=now,
                reason="The change that it was given for was given up.",
            )
        current.state, current.settled_at = PendingChange.State.DROPPED, now
        current.save(update_fields=["state", "settled_at"])
        record("pending_change.dropped", actor=by, subject=current, programme=current.programme_id)
    return current


def _renewals(pending: PendingChange, certificates: Iterable[Certificate]) -> Iterator[Renewal]:
    change = _change(pending)
    refuse_moved(change)
    for former in certificates:
        page: Any = former.page
        with would_be(lambda: make(change)):
            renderings = renderings_of(page.specific)
        if digest_of(one.sha256 for one in renderings) != former.sha256:
            yield Renewal(former, renderings, _renewed(pending, former, renderings))


def _renewed(
    pending: PendingChange, former: Certificate, renderings: tuple[Rendered, ...]
) -> Certificate | None:
    wanted = {one.sha256 for one in renderings}
    waiting = pending.certificates.filter(page=former.page_id, state=Certificate.State.WAITING)
    for one in waiting:
        if set(one.renderings.values_list("sha256", flat=True)) == wanted:
            return one  # type: ignore[no-any-return]
    return None


def _behind(pending: PendingChange) -> frozenset[UUID]:
    """Return who proposed a change, and who approved it."""
    requests = Approval.objects.filter(subject_type=SUBJECT, subject_id=pending.subject_id)
    people = {person for pair in requests.values_list("author_id", "decided_by_id") for person in pair}
    return frozenset(person for person in (*people, pending.approved_by_id) if person is not None)


def _change(pending: PendingChange) -> RecordChange:
    return RecordChange.objects.get(pk=pending.subject_id)


def _refuse_settled(pending: PendingChange) -> None:
    if pending.state != PendingChange.State.WAITING:
        raise CertificateEnded("This change waits no more.")
