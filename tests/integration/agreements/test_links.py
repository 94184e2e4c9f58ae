"""A link to sign opens for the one person whom it was sent to, while they are asked."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from accounts.invitations import accept_as
from accounts.models import Invitation, User
from agreements.kinds import Kind
from agreements.models import Agreement, Notice, SigningRequest
from agreements.rights import NotEntitled
from agreements.services.closing import void, withdraw
from agreements.services.links import (
    LinkDead,
    LinkForSomeoneElse,
    LinkLate,
    LinkUnknown,
    LinkUsed,
    digest_of,
    open_link,
)
from agreements.services.reminding import remind
from agreements.services.signatories import hand_over, name_signatory
from agreements.signing.models import Party
from audit.models import AuditEvent
from tests import builders
from tests.agreeing import Parties, issued, proved, put_out, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def out(who: Parties, now: datetime) -> Agreement:
    return put_out(who, issued(who, Kind.SLA, now=now), now=now)


def name(who: Parties, agreement: Agreement, person: User, now: datetime) -> SigningRequest:
    return name_signatory(
        agreement=agreement, name=person.name, job_title="Director", email=person.email, by=who.preparer, now=now
    )  # fmt: skip


def token_of(request: SigningRequest) -> str:
    token: str = Notice.objects.filter(request=request).latest("created_at").tokens["sign"]
    return token


def opened(token: str, person: User, now: datetime) -> SigningRequest:
    return open_link(token_sha256=digest_of(token), by=person, authentication=proved(now), now=now)


def test_the_link_opens_for_whom_it_was_sent_to(who: Parties, out: Agreement, now: datetime) -> None:
    request = name(who, out, who.signatory, now)

    again = [opened(token_of(request), who.signatory, now) for _ in range(2)]

    assert {one.pk for one in again} == {request.pk}
    request.refresh_from_db()
    assert (request.person, request.opened_at) == (who.signatory, now)
    assert AuditEvent.objects.filter(action="agreement.link_opened").count() == 1


def test_only_a_hash_of_the_link_is_kept(who: Parties, out: Agreement, now: datetime) -> None:
    request = name(who, out, who.signatory, now)

    assert request.token_sha256 == digest_of(token_of(request))
    assert token_of(request) not in str(list(SigningRequest.objects.values()))
    assert token_of(request) not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize(
    "change", [lambda one: one[:-1], lambda one: "guessed", lambda one: one + "A", lambda _: ""]
)
def test_a_guessed_or_cut_link_is_not_known(who: Parties, out: Agreement, now: datetime, change) -> None:
    request = name(who, out, who.signatory, now)

    with pytest.raises(LinkUnknown, match="latest e-mail"):
        opened(change(token_of(request)), who.signatory, now)

    request.refresh_from_db()
    assert request.opened_at is None


def test_another_persons_link_does_not_open_and_the_try_is_an_event(
    who: Parties, out: Agreement, now: datetime
) -> None:
    request = name(who, out, who.signatory, now)

    with pytest.raises(LinkForSomeoneElse, match="another person"):
        opened(token_of(request), who.preparer, now)

    request.refresh_from_db()
    assert request.person is None
    event = AuditEvent.objects.get(action="agreement.link_refused")
    assert (event.actor, event.detail["request"]) == (str(who.preparer.pk), str(request.pk))


def test_the_link_of_whoever_was_named_before_is_dead(who: Parties, out: Agreement, now: datetime) -> None:
    first = name(who, out, who.signatory, now)
    token = token_of(first)
    name(who, out, who.preparer, now)

    with pytest.raises(LinkDead):
        opened(token, who.signatory, now)


def test_after_handing_over_the_old_link_is_dead_and_the_old_identity_stays(
    who: Parties, out: Agreement, now: datetime
) -> None:
    old = name(who, out, who.signatory, now)
    token = token_of(old)
    opened(token, who.signatory, now)

    new = hand_over(
        request=old, name=who.preparer.name, job_title="Lead nurse", email=who.preparer.email,
        reason="Not within my authority.", by=who.signatory, now=now,
    )  # fmt: skip

    with pytest.raises(LinkDead, match="handed over"):
        opened(token, who.signatory, now)
    old.refresh_from_db()
    assert (old.state, old.handed_to, old.person, old.email) == (
        "handed_over", new, who.signatory, who.signatory.email,
    )  # fmt: skip
    assert opened(token_of(new), who.preparer, now).pk == new.pk
    with pytest.raises(LinkForSomeoneElse):
        opened(token_of(new), who.signatory, now)


def test_a_reminder_brings_a_fresh_link_and_the_one_before_dies(who: Parties, out: Agreement, now) -> None:
    request = name(who, out, who.signatory, now)
    first = token_of(request)
    later = now + timedelta(days=2)
    remind(agreement=out, by=who.preparer, now=later)

    with pytest.raises(LinkUnknown):
        opened(first, who.signatory, later)
    assert opened(token_of(request), who.signatory, later).pk == request.pk


def test_a_used_link_says_that_it_was_signed(who: Parties, out: Agreement, now: datetime) -> None:
    request = opened(token_of(name(who, out, who.signatory, now)), who.signatory, now)
    token = token_of(request)
    signed(request, by=who.signatory, now=now)

    with pytest.raises(LinkUsed, match="signed with this link before"):
        opened(token, who.signatory, now)


def test_the_link_opens_on_the_last_day_and_not_on_the_next(who: Parties, out: Agreement, now) -> None:
    token = token_of(name(who, out, who.signatory, now))

    with pytest.raises(LinkLate, match="last day to sign"):
        opened(token, who.signatory, now + timedelta(days=31))
    assert opened(token, who.signatory, now + timedelta(days=30)).person == who.signatory


@pytest.mark.parametrize("end", [withdraw, void])
def test_the_link_of_a_closed_agreement_is_dead(who: Parties, out: Agreement, now: datetime, end) -> None:
    token = token_of(name(who, out, who.signatory, now))
    end(agreement=out, reason="Started in error.", by=who.office, now=now)

    with pytest.raises(LinkDead, match="no longer waiting"):
        opened(token, who.signatory, now)


def test_a_person_without_an_account_is_invited_to_one_that_only_signs(
    who: Parties, out: Agreement, now: datetime
) -> None:
    request = name_signatory(
        agreement=out, name="New Person", job_title="Director", email=" New.Person@Harbour.invalid ",
        by=who.preparer, now=now,
    )  # fmt: skip

    invitation = Invitation.objects.get()
    assert (request.email, invitation.email) == ("new.person@harbour.invalid",) * 2
    assert (invitation.role, invitation.organisation) == ("signatory", who.organisation)
    assert set(Notice.objects.get(request=request).tokens) == {"sign", "account"}


def test_a_link_does_not_open_before_the_person_has_a_place_there(
    who: Parties, out: Agreement, now: datetime
) -> None:
    person = builders.a_user(email="new@harbour.invalid", name="Nia New")
    request = name(who, out, person, now)

    with pytest.raises(NotEntitled, match="Accept the invitation"):
        opened(token_of(request), person, now)
    accept_as(token_sha256=Invitation.objects.get().token_sha256, user=person, now=now)

    assert opened(token_of(request), User.objects.get(pk=person.pk), now).party == Party.ORGANISATION
