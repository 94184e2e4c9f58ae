"""What the pages of this floor share: who is signed in, and which agreement they may see."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from agreements.models import Agreement
from agreements.refusals import AgreementRefused
from agreements.rights import agreements_visible_to
from agreements.signing.models import SigningRequest
from forms.submissions.reference import InvalidReference, parse_reference
from forms.submissions.views.access import private, signed_in
from programme.current import remember_programme

__all__ = ["explained", "own_request", "private", "signed_in", "visible_agreement"]

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def explained(view: View[P]) -> View[P]:
    """Show what a service refuses as a page that says what happened and what to do."""

    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except AgreementRefused as refusal:
            return render(request, "agreements/refused.html", {"reason": str(refusal)}, status=409)

    return update_wrapper(guarded, view)


def visible_agreement(request: HttpRequest, reference: str) -> Agreement:
    """Return an agreement that the person may read; 404 for any other."""
    try:
        wanted = parse_reference(reference)
    except InvalidReference:
        raise Http404("This is no reference of an agreement.") from None
    found = (
        agreements_visible_to(request.user)
        .select_related("organisation", "partner", "programme__product", "parent", "text_version")
        .filter(reference=wanted)
        .first()
    )
    if found is None:
        raise Http404("There is no such agreement among yours.")
    remember_programme(request, found.programme)
    return found


def own_request(request: HttpRequest, request_id: UUID) -> SigningRequest:
    """Return the request to sign that is addressed to this person; 404 for anybody else's."""
    found = (
        SigningRequest.objects.select_related(
            "agreement__organisation", "agreement__partner", "agreement__programme__product",
            "agreement__text_version", "agreement__reading_copy",
        )
        .filter(pk=request_id, person=signed_in(request))
        .first()
    )  # fmt: skip
    if found is None:
        raise Http404("You are not asked to sign this.")
    remember_programme(request, found.agreement.programme)
    return found


def back_to(agreement: Agreement) -> HttpResponse:
    """Lead back to the agreement's page."""
    return redirect("agreements:agreement", agreement.reference)
