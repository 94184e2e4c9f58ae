"""What people find here who register nobody: members of a partner, and who signs agreements only."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.permissions import Person
from directory.models import PATIENT_ROLES, Organisation, Partner
from forms.submissions.views.access import signed_in


def registers_nobody(person: Person) -> bool:
    """Say whether a person belongs to partners only, or signs agreements and sees no patients."""
    return person.belongs_somewhere and not person.organisation_ids


def page_without_registrations(request: HttpRequest, person: Person) -> HttpResponse:
    """Say by which route the documents of the person's partners arrive, or that they sign agreements only."""
    receiving = Partner.objects.filter(pk__in=person.partner_ids, role__in=PATIENT_ROLES)
    names = list(receiving.values_list("name", flat=True))
    context = {
        "name": signed_in(request).name,
        "places": " and ".join(names or _places(person)),
        "contact": settings.DELIVERY_CONTACT_EMAIL,
    }
    return render(request, f"submissions/{'partner' if names else 'agreements_only'}.html", context)


def _places(person: Person) -> list[str]:
    organisations = Organisation.objects.filter(pk__in=person.signing_organisation_ids)
    partners = Partner.objects.filter(pk__in=person.signing_partner_ids)
    return [*organisations.values_list("name", flat=True), *partners.values_list("name", flat=True)]
