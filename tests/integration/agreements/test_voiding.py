"""What others rely on is voided on the word of two, and what it superseded stands again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from agreements.gate import AgreementGate
from agreements.kinds import Kind
from agreements.models import Agreement, Notice
from agreements.notices.sending import mail_of
from agreements.refusals import Closed
from agreements.rights import NotEntitled, agreements_visible_to
from agreements.services.closing import ReasonMissing
from agreements.services.sealing import seal
from agreements.services.voiding import NoProposal, confirm_void, drop_void, void_attested
from agreements.standing import Standing, standing_of
from audit.models import AuditEvent
from tests.agreeing import Parties, asked, countersigned, in_force, issued, put_out, signed
from tests.integration.agreements.papers import on_paper
from tests.integration.agreements_register.rows import a_client

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)
FIRST = date(2026, 6, 1)
WHY = "The scan is of another trust."


@pytest.fixture
def sla(who: Parties, now: datetime) -> Agreement:
    return on_paper(who, Kind.SLA, now=now, effective_on=FIRST)


def test_a_paper_is_voided_by_two_and_stands_until_the_second(who: Parties, sla, now: datetime) -> None:
    on_paper(who, Kind.OFFER, now=now, effective_on=FIRST, scan=b"%PDF-1.7 offer")
    gate = AgreementGate()

    proposed = void_attested(agreement=sla, reason=WHY, by=who.office, now=now)
    assert standing_of(proposed, TODAY) == Standing.IN_FORCE
    assert gate.may_send(organisation=who.organisation, partner=who.homecare, on=TODAY).allowed
    with pytest.raises(NotEntitled, match="A colleague has to confirm"):
        confirm_void(agreement=sla, by=who.office, now=now)
    void = confirm_void(agreement=sla, by=who.second_office, now=now)

    assert standing_of(void, TODAY) == Standing.VOIDED
    assert (void.closed_reason, void.closed_at) == (WHY, now)
    assert not gate.may_send(organisation=who.organisation, partner=who.homecare, on=TODAY).allowed
    actions = AuditEvent.objects.filter(subject_id=str(sla.pk)).order_by("sequence").values_list("action")
    assert [one for (one,) in actions][-2:] == ["agreement.void_proposed", "agreement.voided"]


def test_those_who_relied_on_it_are_told_and_can_read_why(who: Parties, sla, now: datetime) -> None:
    void_attested(agreement=sla, reason=WHY, by=who.office, now=now)
    assert not Notice.objects.filter(template="voided").exists()
    confirm_void(agreement=sla, by=who.second_office, now=now)

    owed = Notice.objects.filter(template="voided")
    people = {one.email: one for one in (who.preparer, who.countersigners["homecare"], who.office)}
    assert set(owed.values_list("email", flat=True)) == set(people)
    for notice in owed:
        assert sla in agreements_visible_to(people[notice.email])
        mail = mail_of(notice)
        assert mail.subject == f"Service Level Agreement {sla.reference}: voided"
        for words in (mail.body, str(mail.alternatives[0][0])):
            assert "no patients can be registered on it" in words


def test_what_a_voided_paper_superseded_stands_again(who: Parties, sla, now: datetime) -> None:
    wrong = on_paper(who, Kind.SLA, now=now, effective_on=TODAY, scan=b"%PDF-1.7 wrong")
    sla.refresh_from_db()
    assert sla.superseded_on == TODAY

    void_attested(agreement=wrong, reason=WHY, by=who.office, now=now)
    confirm_void(agreement=wrong, by=who.second_office, now=now)

    sla.refresh_from_db()
    assert sla.superseded_on is None
    assert AuditEvent.objects.filter(action="agreement.superseding_undone", subject_id=str(sla.pk)).exists()


def test_what_another_agreement_superseded_as_well_stands_until_that_one(who, sla, now: datetime) -> None:
    wrong = on_paper(who, Kind.SLA, now=now, effective_on=FIRST + timedelta(30), scan=b"%PDF-1.7 wrong")
    on_paper(who, Kind.SLA, now=now, effective_on=FIRST + timedelta(60), scan=b"%PDF-1.7 right")

    void_attested(agreement=wrong, reason=WHY, by=who.office, now=now)
    confirm_void(agreement=wrong, by=who.second_office, now=now)

    sla.refresh_from_db()
    assert sla.superseded_on == FIRST + timedelta(60)


def test_what_can_never_be_sealed_makes_room_for_a_new_one(who: Parties, now: datetime) -> None:
    stuck = put_out(who, issued(who, Kind.SLA, now=now), now=now)
    signed(asked(who, stuck, now=now), by=who.signatory, now=now)
    stuck.refresh_from_db()
    countersigned(who, stuck, now=now)
    stuck.refresh_from_db()
    assert stuck.stage == Agreement.Stage.COUNTERSIGNED

    void_attested(agreement=stuck, reason="Its PDF cannot be drawn.", by=who.office, now=now)
    confirm_void(agreement=stuck, by=who.second_office, now=now)

    assert seal(agreement_id=stuck.pk, now=now) == "nothing to seal"
    stuck.refresh_from_db()
    assert stuck.stage == Agreement.Stage.VOIDED
    told = set(Notice.objects.filter(agreement=stuck, template="closed").values_list("email", flat=True))
    assert {who.preparer.email, who.signatory.email, who.countersigners["homecare"].email} <= told
    assert issued(who, Kind.SLA, now=now).stage == Agreement.Stage.DRAFT


def test_what_was_sealed_here_is_never_voided(who: Parties, now: datetime) -> None:
    agreement = in_force(who, Kind.SLA, now=now)

    with pytest.raises(Closed, match="terminated"):
        void_attested(agreement=agreement, reason=WHY, by=who.office, now=now)


def test_a_proposal_needs_the_office_a_reason_and_that_there_is_none(
    who: Parties, sla, now: datetime
) -> None:
    with pytest.raises(NotEntitled):
        void_attested(agreement=sla, reason=WHY, by=who.preparer, now=now)
    with pytest.raises(ReasonMissing):
        void_attested(agreement=sla, reason="  ", by=who.office, now=now)
    with pytest.raises(NoProposal, match="Nobody"):
        confirm_void(agreement=sla, by=who.office, now=now)
    void_attested(agreement=sla, reason=WHY, by=who.office, now=now)
    with pytest.raises(NoProposal, match="already"):
        void_attested(agreement=sla, reason=WHY, by=who.second_office, now=now)

    kept = drop_void(agreement=sla, by=who.second_office, now=now)

    assert (kept.void_requested_by, kept.void_reason, kept.stage) == (None, "", Agreement.Stage.COMPLETE)


def test_the_database_refuses_a_void_confirmed_by_who_proposed_it(who: Parties, sla, now: datetime) -> None:
    void_attested(agreement=sla, reason=WHY, by=who.office, now=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Agreement.objects.filter(pk=sla.pk).update(
            stage="voided", closed_at=now, void_confirmed_by=who.office
        )


def test_two_people_void_on_the_agreements_page(who: Parties) -> None:
    paper = on_paper(who, Kind.SLA, now=timezone.now(), effective_on=timezone.localdate())
    rights = ("view_agreement", "manage_agreement")
    first, second = a_client("first@office.invalid", *rights), a_client("other@office.invalid", *rights)
    page = reverse("agreement_register:agreement", args=[paper.pk])
    steps = {
        name: reverse("agreement_register:operate", args=[paper.pk, name])
        for name in ("propose-void", "confirm-void", "keep")
    }

    assert steps["propose-void"] in first.get(page).content.decode()
    first.post(steps["propose-void"], {"reason": WHY})

    assert steps["confirm-void"] not in first.get(page).content.decode()
    shown = second.get(page).content.decode()
    assert WHY in shown
    assert steps["confirm-void"] in shown
    second.post(steps["confirm-void"])
    paper.refresh_from_db()
    assert paper.stage == Agreement.Stage.VOIDED
