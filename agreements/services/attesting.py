"""Agreements signed elsewhere: on paper, or by an organisation that was merged into another.

One person of the programme office attests what they saw, and another confirms it: until then it does
not count. Both are shown as what they are, never as signed here.
"""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from agreements.events import note
from agreements.models import Agreement
from agreements.refusals import AgreementRefused, DatesOutOfOrder
from agreements.rights import NotEntitled, require_manager
from agreements.services.carrying import hold_source, require_carriable, require_still_carriable
from agreements.services.issuing import AlreadyOnItsWay, check_counterparty, new_agreement
from agreements.services.locking import held_among_its_like, require_stage
from agreements.services.superseding import in_place
from agreements.standing import last_day_of
from audit.trail import audited
from directory.models import Organisation, Partner
from forms.documents.storage import store_sealed
from scanning import NotTaken, require_clean

LARGEST_SCAN = 20 * 1024 * 1024
Stage, Medium, Origin = Agreement.Stage, Agreement.Medium, Agreement.Origin


class ScanRefused(AgreementRefused):
    """The file is no PDF, too large, or the virus scan does not let it pass."""


class SameAgreementAttested(AgreementRefused):
    """The same scan stands for an agreement between the two about the same."""


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """What stands on the paper: when it was signed, its term, and who signed it for whom, in words."""

    signed_on: date
    effective_on: date
    expires_on: date | None
    signed_by: str


def attest_paper(
    *,
    organisation: Organisation,
    kind: str,
    partner: Partner,
    scan: bytes,
    facts: PaperFacts,
    by: User,
    now: datetime,
) -> Agreement:
    """Store the scan of an agreement signed on paper; it counts once a second person confirmed it.

    :raises NotEntitled, CannotIssue, ScanRefused, DatesOutOfOrder, SameAgreementAttested: nothing is kept.
    """
    require_manager(by)
    _check_scan(scan)
    if facts.signed_on > timezone.localdate(now):
        raise DatesOutOfOrder("The day of the last signature lies in the future.")
    if facts.effective_on < facts.signed_on or (facts.expires_on and facts.expires_on < facts.effective_on):
        raise DatesOutOfOrder("The first day follows the signature, and the last day the first.")
    sha256 = hashlib.sha256(scan).hexdigest()
    check_counterparty(organisation.programme_id, kind, partner)
    _refuse_same_scan(sha256, organisation, kind, partner, now)
    virus_scan = _virus_scan(scan)
    agreement = new_agreement(
        organisation=organisation, kind=kind, partner=partner, by=by, now=now, origin=Origin.NEW, parent=None
    )
    agreement.medium, agreement.signed_on = Medium.PAPER, facts.signed_on
    agreement.effective_on, agreement.expires_on = facts.effective_on, facts.expires_on
    agreement.scan_sha256, agreement.scan_size = sha256, len(scan)
    agreement.scan_name = f"agreements/{agreement.pk}/{sha256}.pdf"
    # Before the row: a file that nobody points at harms nobody, a row without its file would.
    store_sealed(name=agreement.scan_name, data=scan, context=scan_context(agreement))
    _attest(
        agreement,
        by,
        now,
        scan_sha256=sha256,
        virus_scan=virus_scan,
        signed_on=facts.signed_on.isoformat(),
        personal={"signed_by": facts.signed_by},
    )
    return agreement


def carry_over(
    *, agreement: Agreement, to: Organisation, effective_on: date, basis: str, by: User, now: datetime
) -> Agreement:
    """Carry an agreement over to the organisation that took over a closed one; a second person confirms.

    `basis` says on what it rests, for example a transfer order or a letter of novation.
    :raises NotEntitled, CannotIssue, NotItsSuccessor, InForceAlready, DatesOutOfOrder: nothing is kept.
    """
    require_manager(by)
    require_carriable(agreement, to, effective_on=effective_on, now=now)
    last = last_day_of(agreement)
    new = new_agreement(
        organisation=to,
        kind=agreement.kind,
        partner=agreement.partner,
        by=by,
        now=now,
        origin=Origin.CARRIED_OVER,
        parent=agreement,
    )
    new.medium, new.basis, new.effective_on, new.expires_on = Medium.CARRIED, basis[:500], effective_on, last
    new.text_version = agreement.text_version
    _attest(new, by, now, carried_from=agreement.reference, personal={"basis": basis[:500]})
    return new


def confirm(*, agreement: Agreement, by: User, now: datetime) -> Agreement:
    """Confirm what a colleague attested: from its first day it is in force.

    What is carried over must be as fit for it as on the day on which it was attested.
    :raises NotEntitled, Closed, NotItsSuccessor, OrganisationClosed, InForceAlready, DatesOutOfOrder:
        it stays attested.
    """
    require_manager(by)
    with audited(at=now):
        source = hold_source(agreement.pk)
        current = held_among_its_like(agreement.pk)
        require_stage(current, Stage.ATTESTED)
        if current.attested_by_id == by.pk:
            raise NotEntitled("You attested this yourself. A colleague has to confirm it.")
        if source is not None:
            require_still_carriable(current, source, now=now)
        current.stage, current.completed_at = Stage.COMPLETE, now
        current.confirmed_by, current.confirmed_at = by, now
        current.save()
        note("confirmed", current, by=by, scan_sha256=current.scan_sha256, medium=current.medium)
        in_place(current)
    return current


def scan_context(agreement: Agreement) -> str:
    """Name the place of a scan as it is authenticated in the vault's envelope."""
    return f"agreements.agreement.scan:{agreement.pk}"


def _attest(
    agreement: Agreement, by: User, now: datetime, *, personal: dict[str, str], **detail: str
) -> None:
    agreement.stage, agreement.attested_by, agreement.attested_at = Stage.ATTESTED, by, now
    with audited(at=now):
        try:
            with transaction.atomic():
                agreement.save(force_insert=True)
        except IntegrityError as error:
            raise AlreadyOnItsWay("The same agreement was started a moment ago.") from error
        note(
            "attested",
            agreement,
            by=by,
            medium=agreement.medium,
            effective_on=str(agreement.effective_on),
            expires_on=str(agreement.expires_on or ""),
            personal=personal,
            **detail,
        )


def _refuse_same_scan(
    sha256: str, organisation: Organisation, kind: str, partner: Partner, now: datetime
) -> None:
    """Raise SameAgreementAttested for a scan that counts already; one paper may hold several agreements."""
    same = Agreement.objects.filter(
        scan_sha256=sha256, organisation=organisation, kind=kind, partner=partner
    ).exclude(
        Q(stage=Stage.VOIDED) | Q(terminates_on__isnull=False, terminates_on__lte=timezone.localdate(now))
    )
    if other := same.first():
        raise SameAgreementAttested(f"This very file was uploaded for {other.reference} before.")


def _check_scan(scan: bytes) -> None:
    if len(scan) > LARGEST_SCAN:
        raise ScanRefused("The file is larger than 20 MB. Scan it with a lower resolution.")
    if not scan.startswith(b"%PDF-"):
        raise ScanRefused("This is no PDF. Scan the signed agreement as a PDF.")


def _virus_scan(scan: bytes) -> str:
    """Return what the event says of the virus scan; raise ScanRefused for anything but a clean file."""
    try:
        return "clean" if require_clean(io.BytesIO(scan)) else "none"
    except NotTaken as why:
        raise ScanRefused(str(why)) from why
