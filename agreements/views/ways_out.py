"""A signatory who will not sign: hand the request over to a colleague, or decline."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from agreements.services.closing import decline
from agreements.services.signatories import hand_over
from agreements.signing.models import SigningRequest
from agreements.views.access import explained, own_request, private, signed_in
from agreements.views.forms import HandOverForm, ReasonForm
from agreements.views.signing_pages import form_page, over

State = SigningRequest.State


@private
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Hand the request over to a colleague."""
    asked = own_request(request, request_id)
    if asked.state != State.OPEN:
        return over(request, asked)
    form = HandOverForm(request.POST or None)
    if form.is_valid():
        hand_over(request=asked, by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        messages.success(request, "Your colleague gets a link of their own. Yours no longer works.")
        return redirect("agreements:agreement", asked.agreement.reference)
    return form_page(request, "hand_over", asked, form)


@private
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Decline to sign, with a reason."""
    asked = own_request(request, request_id)
    if asked.state != State.OPEN:
        return over(request, asked)
    form = ReasonForm(request.POST or None)
    if form.is_valid():
        decline(request=asked, reason=form.cleaned_data["reason"], by=signed_in(request), now=timezone.now())
        return redirect("agreements:signing", asked.pk)
    return form_page(request, "decline", asked, form)
