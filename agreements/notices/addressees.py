"""Whom a mail about an agreement goes to: those who belong to a party today, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from accounts.models import MembershipRole, User
from agreements.models import Agreement
from agreements.notices.outbox import owe
from agreements.rights import manages, may_act_for, prepares
from agreements.signing.models import Party, SigningRequest
from directory.models import Organisation, Partner

CARING = (MembershipRole.MEMBER, MembershipRole.LEAD)


def team_of(organisation: Organisation) -> QuerySet[User]:
    """Return the organisation's team of today: members and leads, not those who only sign."""
    return User.objects.filter(
        memberships__organisation=organisation,
        memberships__ended_at__isnull=True,
        memberships__role__in=CARING,
        is_active=True,
    ).distinct()


def people_of(partner: Partner) -> QuerySet[User]:
    """Return everybody who belongs to a counterparty today."""
    return User.objects.filter(
        memberships__partner=partner, memberships__ended_at__isnull=True, is_active=True
    ).distinct()


def of_the_organisation(people: Iterable[User], agreement: Agreement) -> set[str]:
    """Return the addresses of those who still belong to the organisation; of its team where nobody does."""
    still = {one.email for one in people if may_act_for(one, agreement, Party.ORGANISATION)}
    return still or addresses(team_of(agreement.organisation))


def of_the_counterparty(agreement: Agreement) -> set[str]:
    """Return the addresses of the counterparty's people."""
    return addresses(people_of(agreement.partner))


def concerned(agreement: Agreement, *, asked: Iterable[str]) -> set[str]:
    """Return whom it concerns that an agreement ends on its way: who worked on it and still belongs.

    `asked` holds the addresses of those who signed or were asked last; one without an account has the link.
    """
    asked = set(asked)
    known = list(User.objects.filter(email__in=asked))
    worked = [agreement.issued_by, *known]
    if agreement.submission is not None and agreement.submission.submitted_by is not None:
        worked.append(agreement.submission.submitted_by)
    found = of_the_organisation(worked, agreement) | (asked - {one.email for one in known})
    if manages(agreement.issued_by):
        found.add(agreement.issued_by.email)
    if agreement.organisation_signed_at is not None:
        found |= of_the_counterparty(agreement)
    return found


def tell_counterparty(request: SigningRequest, agreement: Agreement, *, now: datetime) -> int:
    """Owe the counterparty's people the mail to countersign; return how many there are.

    Where there is nobody, the programme office is told at once: it has to invite somebody.
    """
    told = of_the_counterparty(agreement)
    for address in sorted(told):
        owe("to_countersign", agreement, email=address, request=request, now=now)
    if not told:
        office = settings.DELIVERY_CONTACT_EMAIL
        owe("nobody_to_countersign", agreement, email=office, request=request, now=now)
    return len(told)


def tell_team(agreement: Agreement, template: str, *, now: datetime, by: User | None = None) -> int:
    """Owe a mail to the organisation's team but for whoever causes it; return how many there are."""
    told = addresses(team_of(agreement.organisation)) - {by.email if by else ""}
    for address in sorted(told):
        owe(template, agreement, email=address, now=now)
    return len(told)


def tell_issued(agreement: Agreement, *, by: User, now: datetime) -> int:
    """Tell the team that the programme office started an agreement for it; nobody where the team did."""
    if prepares(by, agreement.organisation):
        return 0
    return tell_team(agreement, "issued", by=by, now=now)


def addresses(people: QuerySet[User]) -> set[str]:
    """Return the e-mail addresses of people."""
    return set(people.values_list("email", flat=True))
