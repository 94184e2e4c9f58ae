"""People of the demo, whose passwords and second factors are known: never outside the demo and tests."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.contrib.auth.models import Group

from accounts.models import MembershipRole, User
from accounts.rights import refuse_admin
from accounts.services import start_membership
from accounts.totp import next_code
from audit.trail import audited, record
from directory.models import Organisation, Partner

# Known on purpose: these people exist only where DEMO_ACCOUNTS is on.
DEMO_PASSWORD = "harbour lantern meadow"  # noqa: S105


class DemoOnly(Exception):
    """Accounts with known secrets are for the demo only."""


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """How to sign in as one demo person; without a code, wait for the next time step (30 seconds)."""

    name: str
    email: str
    password: str
    code: str | None
    places: tuple[str, ...]


def create_demo_account(
    *,
    email: str,
    name: str,
    now: datetime,
    job_title: str = "",
    registration_number: str = "",
    phone: str = "",
    organisation: Organisation | None = None,
    partner: Partner | None = None,
    role: str = MembershipRole.MEMBER,
    groups: tuple[Group, ...] = (),
) -> User:
    """Create a demo person with DEMO_PASSWORD and a known second factor; one who exists is kept.

    Raise DemoOnly where DEMO_ACCOUNTS is off, AdminAndPlace for groups beside a place.
    """
    _require_demo()
    with audited(at=now):
        user = User.objects.filter(email=email.lower()).first()
        if user is None:
            user = _create(
                email.lower(),
                name=name,
                job_title=job_title,
                registration_number=registration_number,
                phone=phone,
            )
        if organisation is not None or partner is not None:
            start_membership(
                user=user, organisation=organisation, partner=partner, role=role, by="demo", now=now
            )
        if groups:
            _let_into_admin(user, groups)
    return user


def _create(address: str, **about: str) -> User:
    """Create a person who can sign in at once, with DEMO_PASSWORD and the codes of `secret_for`."""
    user = User.objects.create_user(address, DEMO_PASSWORD, is_demo=True, **about)
    EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
    TOTP.activate(user, secret_for(address))
    RecoveryCodes.activate(user)
    record("demo.person.created", actor="demo", subject=user)
    return user


def _let_into_admin(user: User, groups: tuple[Group, ...]) -> None:
    refuse_admin(user)
    user.is_staff = True
    user.save(update_fields=["is_staff"])
    user.groups.add(*groups)


def demo_accounts(*, now: datetime, email: str = "") -> Iterator[DemoAccount]:
    """Yield the demo's accounts with their codes of `now`, or the one with this address."""
    _require_demo()
    people = User.objects.filter(is_demo=True, is_active=True).order_by("is_staff", "email")
    if email:
        people = people.filter(email=email.lower())
    for person in people:
        yield DemoAccount(
            person.name,
            person.email,
            DEMO_PASSWORD,
            next_code(user=person, now=now),
            tuple(_places(person)),
        )


def secret_for(email: str) -> str:
    """Return the known base32 secret of a demo address: the same on every machine."""
    _require_demo()
    return base64.b32encode(hashlib.sha256(f"demo second factor of {email}".encode()).digest()[:20]).decode()


def _places(person: User) -> Iterator[str]:
    current = person.memberships.filter(ended_at__isnull=True).select_related("organisation", "partner")
    for membership in current:
        yield str(membership.organisation or membership.partner)
    yield from person.groups.values_list("name", flat=True)
    if person.is_superuser:
        yield "All admin rights"


def _require_demo() -> None:
    if not settings.DEMO_ACCOUNTS:
        raise DemoOnly("Accounts with known secrets exist only in the demo. Run make demo.")
