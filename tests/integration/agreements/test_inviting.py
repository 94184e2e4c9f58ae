"""The way in that goes with a request to sign: it closes when the request ends unsigned."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.invitations import InvitationRevoked, accept, digest_of, invite, open_invitation
from accounts.models import Invitation, Membership, MembershipRole, User
from agreements.kinds import Kind
from agreements.models import Agreement, Notice, SigningRequest
from agreements.rights import agreements_visible_to
from agreements.services.closing import lapse_overdue, void, withdraw
from agreements.services.links import open_as_nominated
from agreements.services.signatories import hand_over, name_signatory
from audit.models import AuditEvent
from tests import builders
from tests.agreeing import Parties, asked, issued, proved, put_out

pytestmark = pytest.mark.django_db
WRONG = "wrong@harbour.invalid"


@pytest.fixture
def out(who: Parties, now: datetime) -> Agreement:
    return put_out(who, issued(who, Kind.SLA, now=now), now=now)


def named(who: Parties, agreement: Agreement, email: str, now: datetime) -> SigningRequest:
    return name_signatory(
        agreement=agreement, name="Some Body", job_title="Director", email=email, by=who.preparer, now=now
    )


def account_token(email: str) -> str:
    return str(Notice.objects.filter(email=email, template="to_sign").latest("created_at").tokens["account"])


def is_open(email: str) -> bool:
    return Invitation.objects.filter(email=email, accepted_at__isnull=True, revoked_at__isnull=True).exists()


def another_named(who: Parties, agreement: Agreement, now: datetime) -> None:
    named(who, agreement, "right@harbour.invalid", now)


def withdrawn(who: Parties, agreement: Agreement, now: datetime) -> None:
    withdraw(agreement=agreement, reason="Started in error.", by=who.preparer, now=now)


def voided(who: Parties, agreement: Agreement, now: datetime) -> None:
    void(agreement=agreement, reason="Started in error.", by=who.office, now=now)


def lapsed(who: Parties, agreement: Agreement, now: datetime) -> None:
    assert lapse_overdue(now + timedelta(days=31)) == 1


@pytest.mark.parametrize("end", [another_named, withdrawn, voided, lapsed])
def test_a_wrongly_named_person_cannot_come_in_any_more(who: Parties, out, now: datetime, end: Any) -> None:
    named(who, out, WRONG, now)
    token = digest_of(account_token(WRONG))
    open_invitation(token_sha256=token, now=now)

    end(who, out, now)

    with pytest.raises(InvitationRevoked):
        open_invitation(token_sha256=token, now=now)
    with pytest.raises(InvitationRevoked):
        accept(token_sha256=token, name="W", job_title="", registration_number="", password="x" * 20, now=now)
    assert not User.objects.filter(email=WRONG).exists()
    assert AuditEvent.objects.filter(action="invitation.withdrawn").count() == 1


def test_handing_over_to_a_second_and_naming_a_third_leaves_the_third_alone_a_way_in(
    who: Parties, out: Agreement, now: datetime
) -> None:
    request = asked(who, out, now=now)
    handed = hand_over(
        request=request, name="Some Body", job_title="Director", email=WRONG, reason="On leave.",
        by=who.signatory, now=now,
    )  # fmt: skip
    assert is_open(handed.email)

    another_named(who, out, now)

    assert (is_open(WRONG), is_open("right@harbour.invalid")) == (False, True)


def test_naming_the_same_person_again_keeps_one_way_in(who: Parties, out: Agreement, now: datetime) -> None:
    named(who, out, WRONG, now)
    named(who, out, WRONG, now + timedelta(minutes=1))

    open_invitation(token_sha256=digest_of(account_token(WRONG)), now=now)
    assert Invitation.objects.filter(email=WRONG, revoked_at__isnull=True).count() == 1


def test_another_open_request_to_the_address_keeps_the_way_in(who: Parties, out, now: datetime) -> None:
    offer = put_out(who, issued(who, Kind.OFFER, now=now), now=now)
    named(who, out, WRONG, now)
    named(who, offer, WRONG, now)

    withdrawn(who, out, now)
    assert is_open(WRONG)

    withdrawn(who, offer, now)
    assert not is_open(WRONG)


def test_an_invitation_into_the_team_and_one_elsewhere_are_left_alone(who: Parties, out, now) -> None:
    other = builders.an_organisation(who.programme, ods_code="ZZ002", name="Elsewhere NHS Trust")
    invite(email=WRONG, organisation=who.organisation, by=who.office, now=now)
    invite(
        email=WRONG, organisation=other, role=MembershipRole.SIGNATORY, by=who.office, now=now
    )  # fmt: skip
    named(who, out, WRONG, now)

    withdrawn(who, out, now)

    left = Invitation.objects.filter(email=WRONG, revoked_at__isnull=True)
    assert {(one.organisation_id, one.role) for one in left} == {
        (who.organisation.pk, "member"),
        (other.pk, "signatory"),
    }


def test_a_refused_end_keeps_the_way_in(who: Parties, out: Agreement, now: datetime) -> None:
    named(who, out, WRONG, now)

    with pytest.raises(Exception, match="Say why"):
        withdraw(agreement=out, reason=" ", by=who.preparer, now=now)

    assert is_open(WRONG)


def test_whoever_only_signs_reads_what_they_are_asked_to_sign_alone(
    who: Parties, out: Agreement, now: datetime
) -> None:
    offer = put_out(who, issued(who, Kind.OFFER, now=now), now=now)
    assert not agreements_visible_to(who.signatory).exists()

    asked(who, out, now=now)

    assert list(agreements_visible_to(who.signatory)) == [out]
    assert set(agreements_visible_to(who.preparer)) == {out, offer}


def test_a_request_is_read_before_its_link_is_opened_and_after_it_was_handed_over(who, out, now) -> None:
    request = named(who, out, who.signatory.email, now)
    assert list(agreements_visible_to(who.signatory)) == [out]

    open_as_nominated(request=request, by=who.signatory, authentication=proved(now), now=now)
    hand_over(
        request=request, name="Some Body", job_title="Director", email=WRONG, reason="On leave.",
        by=who.signatory, now=now,
    )  # fmt: skip

    assert list(agreements_visible_to(who.signatory)) == [out]


def test_a_request_alone_without_a_place_shows_nothing(who: Parties, out: Agreement, now: datetime) -> None:
    asked(who, out, now=now)
    Membership.objects.filter(user=who.signatory).update(ended_at=now)

    assert not agreements_visible_to(User.objects.get(pk=who.signatory.pk)).exists()
