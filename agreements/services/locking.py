"""Hold an agreement while it changes, so that of two at the same moment the second sees the first."""

from __future__ import annotations

from uuid import UUID

from agreements.models import Agreement
from agreements.refusals import Closed
from agreements.signing.models import SigningRequest


def held(agreement_id: UUID) -> Agreement:
    """Return the agreement's row, locked until the transaction ends, with its parties."""
    return (
        Agreement.objects.select_for_update(of=("self",))
        .select_related("organisation", "partner", "programme")
        .get(pk=agreement_id)
    )


def held_among_its_like(agreement_id: UUID) -> Agreement:
    """Return the agreement's row as `held` does, with all between the two about the same locked as well.

    For what changes the dates of those around it: locked in the order of their keys, before any other
    agreement is, so that no two ever wait for each other.
    """
    own = Agreement.objects.filter(pk=agreement_id)
    slot = own.values("organisation_id", "kind", "partner_id").get()
    list(Agreement.objects.select_for_update().filter(**slot).order_by("pk").values_list("pk"))
    return held(agreement_id)


def held_request(request_id: UUID) -> tuple[SigningRequest, Agreement]:
    """Return a request with its agreement, both locked; the agreement first, as everywhere."""
    agreement_id = SigningRequest.objects.values_list("agreement_id", flat=True).get(pk=request_id)
    agreement = held(agreement_id)
    request = SigningRequest.objects.select_for_update(of=("self",)).get(pk=request_id)
    request.agreement = agreement
    return request, agreement


def require_stage(agreement: Agreement, *stages: str) -> None:
    """Raise Closed unless the agreement is at one of these stages."""
    if agreement.stage not in stages:
        state = str(agreement.get_stage_display())
        raise Closed(f"{agreement.reference}: this is not possible any more. Its state is “{state}”.")


def open_request(agreement: Agreement) -> SigningRequest | None:
    """Return whoever is asked to sign now, locked, or None."""
    found = agreement.requests.select_for_update(of=("self",)).filter(state=SigningRequest.State.OPEN)
    return found.first()
