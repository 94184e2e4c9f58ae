"""The counterparty's queue: what its hospitals have signed and it has not."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import person_of
from accounts.second_factor import authentication_of
from agreements.models import Agreement
from agreements.next_steps import state_of
from agreements.rights import agreements_visible_to
from agreements.services.signatories import claim
from agreements.standing import standing_of
from agreements.views.access import explained, private, signed_in, visible_agreement
from programme.current import programme_of

MOST_COMPLETE = 100


@private
@require_safe
def to_countersign(request: HttpRequest) -> HttpResponse:
    """List what waits for a counter-signature, and what the partner has signed before."""
    user = signed_in(request)
    partners = person_of(user).signing_partner_ids
    if not partners:
        raise Http404("You do not belong to a company that countersigns agreements.")
    rows = (
        agreements_visible_to(user)
        .filter(partner__in=partners, programme=programme_of(request))
        .select_related("organisation", "partner")
        .defer("presented_sealed")
        .order_by("organisation_signed_at", "reference")
    )
    now = timezone.now()
    others = rows.exclude(stage=Agreement.Stage.SIGNED).order_by("-issued_at")[:MOST_COMPLETE]
    context = {
        "waiting": list(rows.filter(stage=Agreement.Stage.SIGNED)),
        "others": [
            {"agreement": one, "state": state_of(one, standing_of(one, timezone.localdate(now)), now=now)}
            for one in others
        ],
    }
    return render(request, "agreements/to_countersign.html", context)


@private
@explained
@require_POST
def countersign(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a counter-signature upon oneself and go on to read it."""
    found = visible_agreement(request, reference)
    asked = claim(
        agreement=found,
        by=signed_in(request),
        authentication=authentication_of(request),
        now=timezone.now(),
    )
    return redirect("agreements:signing", asked.pk)
