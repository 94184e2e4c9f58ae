"""When an agreement of a closed organisation may count for the one that took it over."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from agreements.models import Agreement
from agreements.refusals import AgreementRefused, DatesOutOfOrder
from agreements.services.issuing import OrganisationClosed
from agreements.services.locking import held
from agreements.standing import in_force, last_day_of
from directory.models import Organisation

VOID_IT = "Void what your colleague attested, and carry it over anew if it still applies."


class NotItsSuccessor(AgreementRefused):
    """The agreement's organisation is not closed with this one as its successor."""


class InForceAlready(AgreementRefused):
    """The successor has an agreement of this kind with this counterparty in force."""


def require_carriable(agreement: Agreement, to: Organisation, *, effective_on: date, now: datetime) -> None:
    """Raise what stands against carrying an agreement over to an organisation from a day on.

    :raises NotItsSuccessor, OrganisationClosed, DatesOutOfOrder, InForceAlready:
    """
    source = agreement.organisation
    if source.is_open or source.successor_id != to.pk:
        raise NotItsSuccessor(f"{to.name} is not recorded as the successor of {source.name}.")
    if agreement.stage != Agreement.Stage.COMPLETE:
        raise NotItsSuccessor(f"{agreement.reference} is not complete, so there is nothing to carry over.")
    if not to.is_open:
        raise OrganisationClosed(f"{to.name} is closed as well. Carry it over to its successor.")
    last = last_day_of(agreement)
    if last is not None and last < effective_on:
        raise DatesOutOfOrder(f"{agreement.reference} ended before that day, so it cannot be carried over.")
    _refuse_where_in_force(agreement, to, effective_on, now)


def require_still_carriable(carried: Agreement, source: Agreement, *, now: datetime) -> None:
    """Raise what happened since it was attested against an agreement carried over from `source`.

    `source` is held: see `hold_source`.
    """
    first = carried.effective_on or timezone.localdate(now)
    try:
        require_carriable(source, carried.organisation, effective_on=first, now=now)
    except AgreementRefused as refusal:
        raise type(refusal)(f"{refusal} {VOID_IT}") from refusal
    last = last_day_of(source)
    if last is not None and (carried.expires_on is None or last < carried.expires_on):
        raise DatesOutOfOrder(f"{source.reference} ends sooner than was attested. {VOID_IT}")


def hold_source(carried_id: UUID) -> Agreement | None:
    """Return what an agreement was carried over from, locked with both organisations; None for any other.

    Organisations come first and the source before what was carried over from it, so that no two ever wait
    for each other.
    """
    found = Agreement.objects.filter(pk=carried_id, origin=Agreement.Origin.CARRIED_OVER)
    keys = found.values_list("parent_id", "parent__organisation_id", "organisation_id").first()
    if keys is None or keys[0] is None:
        return None
    source_id, *organisations = keys
    # Rows that refer to an organisation may still be written: only its own columns are held.
    list(Organisation.objects.select_for_update(no_key=True).filter(pk__in=organisations).order_by("pk"))
    return held(source_id)


def _refuse_where_in_force(agreement: Agreement, to: Organisation, effective_on: date, now: datetime) -> None:
    """Raise InForceAlready where the successor's own would be superseded by what it never agreed itself."""
    own = Agreement.objects.filter(
        in_force(timezone.localdate(now)) | in_force(effective_on),
        organisation=to,
        kind=agreement.kind,
        partner=agreement.partner_id,
    ).first()
    if own is not None:
        raise InForceAlready(
            f"{to.name} has {own.reference} in force with {agreement.partner.name} already. "
            "There is nothing to carry over."
        )
