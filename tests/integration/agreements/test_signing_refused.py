"""What is refused on the way to a signature. Each refusal leaves no trace of a signature."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from accounts.models import Membership
from accounts.services import end_membership
from agreements.kinds import Kind
from agreements.models import Agreement, Signature, SigningRequest
from agreements.refusals import AgreementRefused, Closed
from agreements.rights import NotEntitled
from agreements.services.closing import decline, withdraw
from agreements.services.links import LinkLate, LinkUsed
from agreements.services.signatories import claim, hand_over
from agreements.services.signing import (
    FRESH,
    NameMissing,
    OutOfOrder,
    ReauthenticationNeeded,
    TextChanged,
    confirm_authority,
    consent,
    note_read,
    sign,
)
from audit.models import AuditEvent
from audit.verification import verify_chain
from directory.models import Organisation
from tests import builders
from tests.agreeing import (
    CLIENT,
    Parties,
    asked,
    given_for,
    issued,
    made_ready,
    proved,
    put_out,
    signed,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_to_sign(who: Parties, now: datetime) -> SigningRequest:
    return asked(who, put_out(who, issued(who, Kind.SLA, now=now), now=now), now=now)


@pytest.fixture
def ready(who: Parties, request_to_sign: SigningRequest, now: datetime) -> SigningRequest:
    made_ready(request_to_sign, by=who.signatory, now=now)
    request_to_sign.agreement.refresh_from_db()
    return request_to_sign


def attempt(request: SigningRequest, who: Parties, now: datetime, **values: object) -> Signature:
    return sign(
        **{
            "request": request,
            "given": given_for(request.agreement),
            "by": who.signatory,
            "client": CLIENT,
            "authentication": proved(now),
            "now": now,
            **values,
        }
    )


def nothing_was_signed(request: SigningRequest) -> bool:
    request.refresh_from_db()
    return (
        not Signature.objects.exists()
        and request.state != SigningRequest.State.SIGNED
        and Agreement.objects.get(pk=request.agreement_id).organisation_signed_at is None
        and not AuditEvent.objects.filter(action="agreement.signed").exists()
        and verify_chain().holds
    )


def test_signing_twice_makes_one_signature(who: Parties, ready: SigningRequest, now: datetime) -> None:
    first = attempt(ready, who, now)

    with pytest.raises(LinkUsed, match="signed with this link before"):
        attempt(ready, who, now)

    assert Signature.objects.get() == first
    assert AuditEvent.objects.filter(action="agreement.signed").count() == 1


def test_authority_before_reading_is_refused(who: Parties, request_to_sign: SigningRequest, now) -> None:
    with pytest.raises(OutOfOrder, match="Read the agreement first"):
        confirm_authority(request=request_to_sign, basis="office", detail="", by=who.signatory, now=now)


def test_consent_before_authority_is_refused(who: Parties, request_to_sign: SigningRequest, now) -> None:
    note_read(request=request_to_sign, by=who.signatory, page_sha256="0" * 64, now=now)

    with pytest.raises(OutOfOrder, match="Confirm your authority"):
        consent(request=request_to_sign, by=who.signatory, now=now)


@pytest.mark.parametrize("done", range(3))
def test_signing_before_every_step_is_done_is_refused(
    who: Parties, request_to_sign: SigningRequest, now: datetime, done: int
) -> None:
    steps = [
        lambda: note_read(request=request_to_sign, by=who.signatory, page_sha256="0" * 64, now=now),
        lambda: confirm_authority(
            request=request_to_sign, basis="office", detail="", by=who.signatory, now=now
        ),
    ]
    for step in steps[:done]:
        step()

    with pytest.raises(OutOfOrder):
        attempt(request_to_sign, who, now)

    assert nothing_was_signed(request_to_sign)


def test_the_counterparty_cannot_sign_first(who: Parties, ready: SigningRequest, now: datetime) -> None:
    with pytest.raises(Closed, match="Out for signature"):
        claim(
            agreement=ready.agreement, by=who.countersigners["homecare"], authentication=proved(now), now=now
        )


def test_the_last_day_counts_and_the_day_after_does_not(
    who: Parties, ready: SigningRequest, now: datetime
) -> None:
    last = now + timedelta(days=30)
    with pytest.raises(LinkLate, match="last day to sign"):
        attempt(ready, who, last + timedelta(days=1))
    assert nothing_was_signed(ready)

    assert attempt(ready, who, last).signed_at == last


def test_without_proving_oneself_after_the_consent_nothing_is_signed(
    who: Parties, ready: SigningRequest, now: datetime
) -> None:
    before = proved(now - timedelta(seconds=1))
    for authentication in (before, replace(before, second_factor_at=None)):
        with pytest.raises(ReauthenticationNeeded, match="fresh code"):
            attempt(ready, who, now, authentication=authentication)

    assert nothing_was_signed(ready)


def test_whoever_belongs_to_the_other_party_too_signs_for_neither(
    who: Parties, ready: SigningRequest, now: datetime
) -> None:
    Membership.objects.create(user=who.signatory, partner=who.homecare, started_at=now)
    both = type(who.signatory).objects.get(pk=who.signatory.pk)

    with pytest.raises(NotEntitled, match="other party"):
        attempt(ready, who, now, by=both)
    assert nothing_was_signed(ready)


def test_a_code_of_a_quarter_of_an_hour_ago_signs_nothing_any_more(
    who: Parties, ready: SigningRequest, now: datetime
) -> None:
    with pytest.raises(ReauthenticationNeeded, match="fresh code"):
        attempt(ready, who, now + FRESH + timedelta(seconds=1), authentication=proved(now))
    assert nothing_was_signed(ready)

    assert attempt(ready, who, now + FRESH, authentication=proved(now)).signed_at == now + FRESH


@pytest.mark.parametrize("field", ["page_sha256", "shown_page_sha256"])
def test_another_page_than_the_one_shown_is_refused(
    who: Parties, ready: SigningRequest, now: datetime, field: str
) -> None:
    given = replace(given_for(ready.agreement), **{field: "0" * 64})

    with pytest.raises(TextChanged, match="Read it again"):
        attempt(ready, who, now, given=given)

    assert nothing_was_signed(ready)


def test_a_text_that_is_not_the_one_read_is_refused(who: Parties, ready: SigningRequest, now) -> None:
    SigningRequest.objects.filter(pk=ready.pk).update(read_sha256="1" * 64)

    with pytest.raises(TextChanged):
        attempt(ready, who, now)

    assert nothing_was_signed(ready)


@pytest.mark.parametrize("blank", ["name", "job_title"])
def test_a_signature_has_a_name_and_a_job_title(who: Parties, ready: SigningRequest, now, blank: str) -> None:
    with pytest.raises(NameMissing, match="full name"):
        attempt(ready, who, now, given=replace(given_for(ready.agreement), **{blank: "  "}))

    assert nothing_was_signed(ready)


def test_somebody_else_with_a_place_there_cannot_sign(who: Parties, ready: SigningRequest, now) -> None:
    for person in (who.preparer, who.office, who.countersigners["homecare"]):
        with pytest.raises(NotEntitled, match="Somebody else"):
            attempt(ready, who, now, by=person)
        with pytest.raises(NotEntitled):
            decline(request=ready, reason="Not mine.", by=person, now=now)

    assert nothing_was_signed(ready)


def test_whoever_left_the_organisation_neither_signs_nor_hands_over_nor_declines(
    who: Parties, ready: SigningRequest, now: datetime
) -> None:
    place = Membership.objects.get(user=who.signatory)
    end_membership(membership=place, by=who.office, now=now)
    left = type(who.signatory).objects.get(pk=who.signatory.pk)

    with pytest.raises(NotEntitled, match="no longer belong"):
        attempt(ready, who, now, by=left)
    with pytest.raises(NotEntitled, match="no longer belong"):
        hand_over(
            request=ready, name="A friend", job_title="Friend", email="friend@elsewhere.invalid",
            reason="For you.", by=left, now=now,
        )  # fmt: skip
    with pytest.raises(NotEntitled):
        decline(request=ready, reason="I left.", by=left, now=now)

    assert nothing_was_signed(ready)
    assert SigningRequest.objects.get().state == SigningRequest.State.OPEN


def test_for_a_closed_organisation_nothing_is_signed(who: Parties, ready: SigningRequest, now) -> None:
    Organisation.objects.filter(pk=who.organisation.pk).update(status="closed", closed_on=now.date())

    with pytest.raises(NotEntitled, match="is closed"):
        attempt(ready, who, now)

    assert nothing_was_signed(ready)


def test_after_it_was_withdrawn_nothing_is_signed(who: Parties, ready: SigningRequest, now: datetime) -> None:
    withdraw(agreement=ready.agreement, reason="Prepared anew.", by=who.preparer, now=now)

    with pytest.raises(AgreementRefused, match="no longer waiting"):
        attempt(ready, who, now)

    assert nothing_was_signed(ready)


def test_one_person_never_signs_for_both_parties(who: Parties, ready: SigningRequest, now: datetime) -> None:
    attempt(ready, who, now)
    ready.agreement.refresh_from_db()
    # Who has changed sides since belongs to one party only, and signed for the other.
    Membership.objects.filter(user=who.signatory).update(ended_at=now)
    Membership.objects.create(user=who.signatory, partner=who.homecare, started_at=now)
    moved = type(who.signatory).objects.get(pk=who.signatory.pk)
    counter = claim(agreement=ready.agreement, by=moved, authentication=proved(now), now=now)

    with pytest.raises(NotEntitled, match="signed for the other party"):
        signed(counter, by=moved, now=now)

    assert Signature.objects.count() == 1
    assert Agreement.objects.get().stage == Agreement.Stage.SIGNED


def test_a_stranger_cannot_countersign(who: Parties, ready: SigningRequest, now: datetime) -> None:
    attempt(ready, who, now)
    elsewhere = builders.an_organisation(who.programme, ods_code="ZZ009", name="Marram Coast NHS Trust")
    stranger = builders.a_member(elsewhere, now=now, email="stranger@marram.invalid")

    for person in (stranger, who.countersigners["sponsor"], who.preparer, who.office):
        with pytest.raises(NotEntitled, match="countersign"):
            claim(agreement=ready.agreement, by=person, authentication=proved(now), now=now)


def test_without_its_pdf_nothing_is_signed(who: Parties, request_to_sign: SigningRequest, now) -> None:
    note_read(request=request_to_sign, by=who.signatory, page_sha256="0" * 64, now=now)
    confirm_authority(request=request_to_sign, basis="office", detail="", by=who.signatory, now=now)
    consent(request=request_to_sign, by=who.signatory, now=now)
    request_to_sign.agreement.refresh_from_db()

    with pytest.raises(OutOfOrder, match="PDF"):
        attempt(request_to_sign, who, now)

    assert nothing_was_signed(request_to_sign)
