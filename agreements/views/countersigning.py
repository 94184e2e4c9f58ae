"""The counterparty's queue: what its hospitals have signed and it has not; and all that it ever agreed."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from accounts.permissions import person_of
from accounts.second_factor import authentication_of
from agreements.models import Agreement
from agreements.next_steps import state_of
from agreements.readiness import LEFT_OUT
from agreements.rights import agreements_visible_to
from agreements.services.signatories import claim
from agreements.standing import standing_of
from agreements.views.access import explained, private, signed_in, visible_agreement
from programme.current import programme_of

MOST_WAITING, PER_PAGE, LONGEST_SEARCH = 50, 20, 80


@private
@require_safe
def to_countersign(request: HttpRequest) -> HttpResponse:
    """List what waits for a counter-signature, the longest waiting first, and the others page by page.

    `?q=` finds any of the partner's agreements by its reference or by the hospital's name or ODS code.
    """
    mine = _of_own_companies(request)
    sought = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    waiting = mine.filter(stage=Agreement.Stage.SIGNED).order_by("organisation_signed_at", "reference")
    others = _found(mine, sought) if sought else mine.exclude(stage=Agreement.Stage.SIGNED)
    page = Paginator(others.order_by("-issued_at", "reference"), PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    today = timezone.localdate(now)
    context = {
        "waiting": list(waiting[:MOST_WAITING]),
        "waiting_count": waiting.count(),
        "others": [
            {"agreement": one, "state": state_of(one, standing_of(one, today), now=now)} for one in page
        ],
        "page": page,
        "sought": sought,
        # Whoever looks for another agreement is not led past the queue each time.
        "looks_further": bool(sought) or page.number > 1,
        "query": urlencode({"q": sought}) if sought else "",
    }
    return render(request, "agreements/to_countersign.html", context)


def _of_own_companies(request: HttpRequest) -> QuerySet[Agreement]:
    """Return what the person's companies may read on this programme; 404 for whoever belongs to none."""
    user = signed_in(request)
    partners = person_of(user).signing_partner_ids
    if not partners:
        raise Http404("You do not belong to a company that countersigns agreements.")
    return (
        agreements_visible_to(user)
        .filter(partner__in=partners, programme=programme_of(request))
        .select_related("organisation", "partner")
        .defer(*LEFT_OUT)
    )


def _found(agreements: QuerySet[Agreement], sought: str) -> QuerySet[Agreement]:
    return agreements.filter(
        Q(reference__icontains=sought)
        | Q(organisation__name__icontains=sought)
        | Q(organisation__ods_code__iexact=sought)
    )


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
