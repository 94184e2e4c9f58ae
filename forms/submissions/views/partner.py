"""What a member of a partner finds here: their documents go to the partner by another route."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Person
from directory.models import Partner
from forms.submissions.views.access import signed_in


def is_for_partners(person: Person) -> bool:
    """Say whether a person belongs to partners only: they register nobody."""
    return bool(person.partner_ids) and not person.organisation_ids


def partner_page(request: HttpRequest, person: Person) -> HttpResponse:
    """Say by which route the documents of the person's partners arrive, and whom to ask."""
    partners = Partner.objects.filter(pk__in=person.partner_ids).values_list("name", flat=True)
    context = {
        "name": signed_in(request).name,
        "partners": " and ".join(partners),
        "contact": settings.DELIVERY_CONTACT_EMAIL,
    }
    return render(request, "submissions/partner.html", context)
