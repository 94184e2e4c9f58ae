"""A change of a shared record waits until every page that it touches is certified with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Page

from accounts.models import User
from audit.trail import audited, record
from content.certification.models import Certificate, PendingChange
from content.certification.refusals import CertificateEnded, ChangeOpen
from content.certification.rendering import Rendered, renderings_of, would_be
from content.certification.services.certifying import certify_page
from content.certification.states import end, put_in_force
from content.certification.touched import touched_by
from labelling.models import RecordChange
from labelling.services import make, put_in_force as put_change_in_force

KIND = "labelling.change"


@dataclass(frozen=True, slots=True)
class Renewal:
    """A page that a change touches: its certificate of now, what it would render, and its next certificate."""

    former: Certificate
    renderings: tuple[Rendered, ...]
    renewed: Certificate | None


class CertifiedPages:
    """What certified pages ask of changes of records; see `labelling.effects`."""

    def touched(self, *, change: RecordChange, make: Callable[[], object]) -> tuple[str, ...]:
        """Return the titles of the pages that have to be certified with a change."""
        return tuple(str(one) for one in touched_by(make, programme=change.programme))

    def has_to_wait(
        self, *, change: RecordChange, make: Callable[[], object], by: Any, now: datetime
    ) -> bool:
        """Say whether a change touches certified pages; if so, keep it until they are certified with it.

        Raise ChangeOpen while another change of the same programme waits: what pages would show hangs on both.
        """
        if not touched_by(make, programme=change.programme):
            return False
        if PendingChange.objects.filter(
            programme=change.programme, state=PendingChange.State.WAITING
        ).exists():
            raise ChangeOpen(
                "Another change waits for its pages to be certified. Wait for it, or have it given up first."
            )
        pending = PendingChange.objects.create(
            programme=change.programme,
            kind=KIND,
            subject_id=str(change.pk),
            summary=str(change)[:240],
            approved_by=by if isinstance(by, User) else None,
            waits_since=now,
        )
        record("pending_change.waits", actor=by, subject=pending, programme=pending.programme_id)
        return True


def renewals_for(pending: PendingChange) -> list[Renewal]:
    """Return every page that a waiting change touches, as it would be, with what was certified of it."""
    change = _change(pending)
    former = touched_by(lambda: make(change), programme=pending.programme)
    found = []
    with would_be(lambda: make(change)):
        for certificate in former:
            page: Any = certificate.page
            renderings = renderings_of(page.specific)
            found.append(Renewal(certificate, renderings, _renewed(pending, certificate, renderings)))
    return found


def certify_renewal(
    *, pending: PendingChange, page: Page, shown: list[str], by: User, now: datetime
) -> Certificate:
    """Certify a live page as it will be with a waiting change, which takes effect with the last of its pages.

    Raise CertificateEnded for a change that waits no more, and whatever `certify_page` raises.
    """
    with audited(at=now):
        current = PendingChange.objects.select_for_update().get(pk=pending.pk)
        _refuse_settled(current)
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
        _apply_when_renewed(current, change, by=by, now=now)
    certificate.refresh_from_db()
    return certificate


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


def _apply_when_renewed(pending: PendingChange, change: RecordChange, *, by: User, now: datetime) -> None:
    """Make the change and put its certificates in force, in the caller's transaction, once none is missing."""
    renewals = renewals_for(pending)
    renewed = [one.renewed for one in renewals]
    if any(one is None for one in renewed):
        return
    pending.state, pending.settled_at = PendingChange.State.APPLIED, now
    pending.save(update_fields=["state", "settled_at"])
    put_change_in_force(change=change, by=by, now=now)
    for certificate in renewed:
        if certificate is not None:
            put_in_force(certificate, by=by, now=now)
    record("pending_change.applied", actor=by, subject=pending, programme=pending.programme_id)


def _renewed(
    pending: PendingChange, former: Certificate, renderings: tuple[Rendered, ...]
) -> Certificate | None:
    wanted = {one.sha256 for one in renderings}
    waiting = pending.certificates.filter(page=former.page_id, state=Certificate.State.WAITING)
    for one in waiting:
        if set(one.renderings.values_list("sha256", flat=True)) == wanted:
            return one  # type: ignore[no-any-return]
    return None


def _change(pending: PendingChange) -> RecordChange:
    return RecordChange.objects.get(pk=pending.subject_id)


def _refuse_settled(pending: PendingChange) -> None:
    if pending.state != PendingChange.State.WAITING:
        raise CertificateEnded("This change waits no more.")
