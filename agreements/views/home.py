"""The team's checklist: what to set up once, how it stands, and what is possible today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.permissions import person_of
from agreements.checklist.state import checklist_of
from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.next_steps import State, state_of
from agreements.readiness import LEFT_OUT
from agreements.rights import VIEW, agreements_visible_to
from agreements.services.issuing import issue
from agreements.signing.models import SigningRequest
from agreements.standing import standing_of
from agreements.views.access import explained, private, signed_in
from directory.models import Organisation, Partner
from forms.definitions.models import Form
from forms.registration.kind import PatientRegistration
from programme.current import programme_of
from programme.models import Programme

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits for this very person."""

    agreement: Agreement
    url: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An agreement in the list, and how it stands."""

    agreement: Agreement
    state: State


@private
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the checklist of each of the person's organisations; people of a partner go to their queue.

    Whoever only signs for an organisation sees what they were asked to sign: the checklist leads to
    agreements and registrations that are not theirs to open.
    """
    person = person_of(request.user)
    if not person.signing_organisation_ids and person.signing_partner_ids:
        return redirect("agreements:to_countersign")
    user, now = signed_in(request), timezone.now()
    if not person.belongs_somewhere and user.has_perm(VIEW):
        return redirect("agreement_register:index")
    organisations = Organisation.objects.filter(
        pk__in=person.signing_organisation_ids, programme=programme_of(request)
    ).select_related("successor")
    teams = [one for one in organisations if one.pk in person.organisation_ids]
    page = all_agreements(user, organisations).get_page(request.GET.get("page"))
    today = timezone.localdate(now)
    context = {
        "checklists": [checklist_of(one, now=now) for one in teams],
        "signs_for": [one for one in organisations if one.pk not in person.organisation_ids],
        "waiting": waiting_for(user, programme=programme_of(request)),
        "listed": [Listed(one, state_of(one, standing_of(one, today), now=now)) for one in page],
        "page": page,
        "registration_url": registration_url(request) if teams else "",
    }
    return render(request, "agreements/home.html", context)


@never_cache
@require_safe
def fragment(request: HttpRequest) -> HttpResponse:
    """Return the state of each of the person's organisations as a piece of a page, for checklist.js."""
    # A script asks on every visit: whoever is signed out keeps the plain guidance, and meets no error.
    if not request.user.is_authenticated:
        return HttpResponse(status=204)
    teams = Organisation.objects.filter(
        pk__in=person_of(request.user).organisation_ids, programme=programme_of(request)
    )
    checklists = [checklist_of(one, now=timezone.now()) for one in teams]
    return render(request, "agreements/_fragment.html", {"checklists": checklists})


@private
@explained
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Start an agreement from the checklist."""
    person = person_of(request.user)
    organisations = Organisation.objects.filter(pk__in=person.organisation_ids)
    try:
        kind = Kind(request.POST.get("kind", ""))
        chosen = UUID(request.POST.get("organisation", "")), UUID(request.POST.get("partner", ""))
    except ValueError:
        raise Http404("There is no such agreement to start.") from None
    organisation = get_object_or_404(organisations, pk=chosen[0])
    partner = get_object_or_404(Partner, pk=chosen[1], programme=organisation.programme_id)
    agreement = issue(
        organisation=organisation, kind=kind, partner=partner, by=signed_in(request), now=timezone.now()
    )
    return redirect("agreements:agreement", agreement.reference)


def waiting_for(user: User, *, programme: Programme | None) -> list[Waiting]:
    """Return what this person is asked to sign now on a programme."""
    requests = SigningRequest.objects.filter(
        person=user, state=SigningRequest.State.OPEN, agreement__programme=programme
    ).select_related("agreement__organisation", "agreement__partner")
    return [Waiting(one.agreement, reverse("agreements:signing", args=[one.pk])) for one in requests]


def all_agreements(user: User, organisations: Iterable[Organisation]) -> Paginator[Agreement]:
    """Return everything that was ever started, newest first, in pages."""
    rows = agreements_visible_to(user).filter(organisation__in=organisations)
    return Paginator(rows.select_related("partner").defer(*LEFT_OUT).order_by("-issued_at", "pk"), PER_PAGE)


def registration_url(request: HttpRequest) -> str:
    """Return where a patient is registered on this programme, or nothing while no form is published."""
    form = Form.objects.filter(
        programme=programme_of(request), kind=PatientRegistration.key, live=True
    ).first()
    return reverse("submissions:start", args=[form.slug]) if form else ""
