"""Who a loading acts as, and the people of the demo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group

from accounts.demo_accounts import create_demo_account
from accounts.models import User
from content.loading.report import Report
from directory.models import Organisation, Partner
from programme.models import Programme

LOADER_EMAIL = "loader@programme.invalid"


def loader() -> User:
    """Return the author of what is loaded: nobody who can sign in, so any approver may publish it."""
    user = User.objects.filter(email=LOADER_EMAIL).first()
    return user or User.objects.create_user(LOADER_EMAIL, name="Programme loader", is_active=False)


def load_demo_people(
    people: Iterable[dict[str, Any]],
    *,
    programme: Programme,
    groups: Mapping[str, Group],
    now: datetime,
    report: Report,
) -> None:
    """Create the demo people that are missing, each with a place and admin roles."""
    organisations = {one.ods_code: one for one in Organisation.objects.filter(programme=programme)}
    partners = {one.code: one for one in Partner.objects.filter(programme=programme)}
    known = set(User.objects.values_list("email", flat=True))
    for person in people:
        if person["email"] not in known:
            create_demo_account(
                email=person["email"],
                name=person["name"],
                job_title=person["job_title"],
                registration_number=person.get("registration_number", ""),
                phone=person.get("phone", ""),
                organisation=organisations.get(person.get("organisation", "")),
                partner=partners.get(person.get("partner", "")),
                role=person.get("role", "member"),
                groups=tuple(groups[role] for role in person.get("admin_roles", ())),
                now=now,
            )
        report.note(f"demo person {person['name']}", created=person["email"] not in known)
