"""The team names who signs for the organisation."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.second_factor import authentication_of
from agreements.rights import may_act_for
from agreements.services.links import open_as_nominated
from agreements.services.signatories import name_signatory
from agreements.signing.models import Party
from agreements.views.access import back_to, explained, private, signed_in, visible_agreement
from agreements.views.forms import PersonForm


@private
@explained
@require_http_methods(["GET", "HEAD", "POST"])
def signatory(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask who signs, and send them their link."""
    found = visible_agreement(request, reference)
    form = PersonForm(request.POST or None)
    if form.is_valid():
        name_signatory(agreement=found, by=signed_in(request), now=timezone.now(), **form.cleaned_data)
        messages.success(request, f"The link to sign is on its way to {form.cleaned_data['email']}.")
        return back_to(found)
    may_sign = may_act_for(signed_in(request), found, Party.ORGANISATION)
    context = {"agreement": found, "form": form, "may_sign_myself": may_sign}
    return render(request, "agreements/signatory.html", context, status=422 if form.is_bound else 200)


@private
@explained
@require_POST
def sign_myself(request: HttpRequest, reference: str) -> HttpResponse:
    """Name the signed-in person, who goes on to read and sign at once."""
    found, user, now = visible_agreement(request, reference), signed_in(request), timezone.now()
    asked = name_signatory(
        agreement=found,
        name=user.name,
        job_title=user.job_title,
        email=user.email,
        by=user,
        now=now,
    )
    opened = open_as_nominated(request=asked, by=user, authentication=authentication_of(request), now=now)
    return redirect("agreements:signing", opened.pk)
