"""Start an agreement for an organisation with a counterparty."""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from agreements.events import note
from agreements.kinds import Kind, kind_named
from agreements.models import OPEN_STAGES, Agreement
from agreements.notices.addressees import tell_issued
from agreements.refusals import AgreementRefused
from agreements.rights import require_preparer
from agreements.texts.models import TextVersion
from agreements.texts.services import text_in_force
from audit.trail import audited
from directory.models import Organisation, Partner
from forms.submissions.reference import ALPHABET, new_reference

CODE_LENGTH = 12


class CannotIssue(AgreementRefused):
    """An agreement cannot be started; the message says why."""


class OrganisationClosed(CannotIssue):
    """The organisation is closed."""


class WrongCounterparty(CannotIssue):
    """The counterparty does not make agreements of this kind, or belongs to another programme."""


class NoText(CannotIssue):
    """No approved text is in force, or only a sample where samples are refused."""


class FirstDayPassed(CannotIssue):
    """The first day that is wanted has passed: nothing is in force before all have signed."""


class AlreadyOnItsWay(CannotIssue):
    """An agreement of this kind between the two is on its way."""


def issue(
    *,
    organisation: Organisation,
    kind: str,
    partner: Partner,
    by: User,
    now: datetime,
    starts_on: date | None = None,
    parent: Agreement | None = None,
    origin: str = Agreement.Origin.NEW,
    sign_by: date | None = None,
) -> Agreement:
    """Start an agreement on the text in force; the team goes on with its particulars.

    It may be signed until `sign_by` where that is later than the usual last day.
    :raises NotEntitled: neither of the organisation's team nor of the programme office.
    :raises CannotIssue: which of its kinds says why.
    """
    require_preparer(by, organisation)
    with audited(at=now):
        # Two who start the same agreement at once would both find none.
        organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation.pk)
        text = usable_text(organisation, kind, partner)
        agreement = new_agreement(
            organisation=organisation,
            kind=kind,
            partner=partner,
            by=by,
            now=now,
            origin=origin,
            parent=parent,
        )
        agreement.text_version = text
        agreement.starts_on = _first_day(starts_on, now)
        agreement.sign_by = max(agreement.sign_by, sign_by or agreement.sign_by)
        _store(agreement)
        _note_issued(agreement, text, by)
        tell_issued(agreement, by=by, now=now)
    return agreement


def _first_day(wanted: date | None, now: datetime) -> date | None:
    if wanted and wanted < timezone.localdate(now):
        raise FirstDayPassed(f"{date_format(wanted)} has passed. Choose a first day from today on.")
    return wanted


def _note_issued(agreement: Agreement, text: TextVersion, by: User) -> None:
    note(
        "issued",
        agreement,
        by=by,
        text_version=text.number,
        text_sha256=text.sha256,
        origin=agreement.origin,
        parent=agreement.parent.reference if agreement.parent else "",
        sign_by=agreement.sign_by.isoformat(),
    )


def usable_text(organisation: Organisation, kind: str, partner: Partner) -> TextVersion:
    """Return the text that the two would sign today; raise the CannotIssue that stands in the way."""
    if not organisation.is_open:
        raise OrganisationClosed(f"{organisation.name} is closed. Start it for its successor instead.")
    check_counterparty(organisation.programme_id, kind, partner)
    text = text_in_force(programme_id=organisation.programme_id, kind=kind)
    label = kind_named(kind).label
    if text is None:
        raise NoText(f"No approved text of the {label} is in force yet. Ask the programme office.")
    if text.is_sample and settings.REFUSE_PLACEHOLDERS:
        raise NoText(f"The text of the {label} is a sample and cannot be signed. Ask the programme office.")
    return text


def check_counterparty(programme_id: UUID, kind: str, partner: Partner) -> None:
    """Raise WrongCounterparty for a partner of another programme or role."""
    wanted = kind_named(kind)
    if partner.programme_id != programme_id or partner.role != wanted.counterparty_role:
        raise WrongCounterparty(f"{partner.name} does not sign a {wanted.label}.")


def new_agreement(
    *,
    organisation: Organisation,
    kind: str,
    partner: Partner,
    by: User,
    now: datetime,
    origin: str,
    parent: Agreement | None,
) -> Agreement:
    """Return an agreement that is not stored yet; raise AlreadyOnItsWay when another one is."""
    others = Agreement.objects.filter(
        organisation=organisation, kind=kind, partner=partner, stage__in=OPEN_STAGES
    )
    if other := others.first():
        raise AlreadyOnItsWay(
            f"{other.reference} is on its way already ({str(other.get_stage_display()).lower()}). Go on with that one."
        )
    return Agreement(
        programme_id=organisation.programme_id,
        organisation=organisation,
        partner=partner,
        kind=Kind(kind),
        reference=new_reference(organisation.programme.reference_prefix),
        verification_code="".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH)),
        origin=origin,
        parent=parent,
        issued_at=now,
        issued_by=by,
        sign_by=usual_last_day(now),
    )


def usual_last_day(now: datetime) -> date:
    """Return until when what is started or put out today may be signed."""
    return timezone.localdate(now) + timedelta(days=settings.AGREEMENT_SIGNING_DAYS)


def _store(agreement: Agreement) -> None:
    try:
        with transaction.atomic():
            agreement.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyOnItsWay("The same agreement was started a moment ago. Go on with that one.") from error
