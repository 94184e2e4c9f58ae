"""Propose how pages list a partner."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages

from directory.forms import PartnerListingForm
from directory.models import Partner
from labelling.services import propose_change


@require_http_methods(["GET", "POST"])
def propose_listing(request: HttpRequest, pk: object) -> HttpResponse:
    """Enter the name under which pages list a partner, and whether they do; a second person approves it."""
    partner = get_object_or_404(Partner, pk=pk)
    if not request.user.has_perm("directory.change_partner"):
        raise PermissionDenied
    form = PartnerListingForm(request.POST or None, instance=partner)
    if form.is_valid():
        propose_change(target=form.save(commit=False), by=request.user, now=timezone.now())
        messages.success(request, "Proposed. Pages show nothing else until somebody else approves it.")
        return redirect("partners:inspect", pk)
    context = {
        "form": form,
        "heading": f"How pages list {partner.name}",
        "back": reverse("partners:inspect", args=[pk]),
    }
    return render(request, "directory/propose.html", context, status=422 if form.is_bound else 200)
