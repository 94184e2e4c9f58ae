"""Build rows for tests in one line each. Keyword arguments override what matters to a test."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from wagtail.models import Locale, Page, Site

from accounts.models import Membership, User
from directory.models import Destination, Organisation, OrganisationSite, Partner
from programme.models import Product, Programme, SafetyRecord

PASSPHRASE = "correct horse battery staple"


def a_root_page() -> Page:
    """The root that a migration makes; a database without migrations, or flushed, has none."""
    Locale.objects.get_or_create(language_code="en-gb")
    return Page.get_first_root_node() or Page.add_root(instance=Page(title="Root", slug="root"))


def a_programme(**values: Any) -> Programme:
    site = values.pop("site", None) or Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site.objects.create(hostname="localhost", root_page=a_root_page(), is_default_site=True)
    programme = Programme.objects.create(
        **{
            "site": site,
            "code": "examplecare",
            "name": "ExampleCare",
            "sponsor": "Example Pharma Limited",
            "company_role": "ExampleCare is developed and funded by Example Pharma Limited.",
            "reference_prefix": "EC",
            **values,
        }
    )
    Product.objects.create(
        programme=programme,
        brand_name="EXAMPLEX",
        generic_name="examplumab",
        indication="an example condition",
        loading_weeks=[0, 1, 2, 4],
    )
    for kind in SafetyRecord.Kind:
        SafetyRecord.objects.create(
            programme=programme, kind=kind, title=kind.label, body=f"Placeholder text: {kind.label}."
        )
    return programme


def an_organisation(programme: Programme, **values: Any) -> Organisation:
    organisation = Organisation.objects.create(
        programme=programme,
        **{
            "ods_code": "ZZ001",
            "name": "Harbour Vale Hospitals NHS Trust",
            "postcode": "ZZ1 1ZZ",
            "fictitious": True,
            **values,
        },
    )
    OrganisationSite.objects.create(
        organisation=organisation, ods_code=f"{organisation.ods_code[:3]}{organisation.ods_code[-1]}A",
        name=f"{organisation.name.split(' ')[0]} General Hospital", postcode="ZZ1 1ZA",
    )  # fmt: skip
    return organisation


def a_partner(programme: Programme, *, role: str, code: str, **values: Any) -> Partner:
    named = {"name": code.replace("-", " ").title(), "available_from": date(2026, 1, 1), **values}
    return Partner.objects.create(
        programme=programme,
        role=role,
        code=code,
        **{"public_name": named["name"], "listed": True, **named},
    )


def a_destination(partner: Partner, *, now: datetime, **values: Any) -> Destination:
    passphrase = values.pop("passphrase", PASSPHRASE)
    destination = Destination(
        partner=partner,
        **{
            "transport": Destination.Transport.FILE,
            "address": partner.code,
            "effective_from": date(2026, 1, 1),
            "approved_at": now,
            **values,
        },
    )
    destination.passphrase = passphrase
    destination.save()
    return destination


def a_user(**values: Any) -> User:
    password = values.pop("password", None)
    return User.objects.create_user(
        **{
            "email": "robin@harbour.invalid",
            "name": "Robin Referrer",
            "job_title": "MS specialist nurse",
            "registration_number": "00Z0000Z",
            "phone": "020 7946 0018",
            **values,
        },
        password=password,
    )


def a_member(organisation: Organisation, *, now: datetime, **values: Any) -> User:
    role = values.pop("role", "member")
    user = a_user(**values)
    Membership.objects.create(user=user, organisation=organisation, role=role, started_at=now)
    return user
