from __future__ import annotations

from datetime import date, datetime

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.standing import Standing, standing_of
from audit.verification import verify_chain
from forms.documents.sealing import verify_seal
from forms.documents.services import read_pdf
from forms.routing.models import Delivery
from tests.agreeing import Parties, in_force


def test_an_agreement_is_in_force_once_both_have_signed_and_it_is_sealed(who: Parties, now: datetime) -> None:
    agreement = in_force(who, Kind.SLA, now=now)

    assert agreement.stage == Agreement.Stage.COMPLETE
    assert agreement.effective_on == date(2027, 1, 4)
    assert standing_of(agreement, date(2027, 1, 4)) == Standing.IN_FORCE
    assert agreement.sealed_copy is not None
    assert verify_seal(read_pdf(agreement.sealed_copy), at=agreement.sealed_copy.sealed_at).genuine
    assert verify_chain().holds


def test_the_sealed_copy_goes_to_the_counterparty_as_a_delivery(who: Parties, now: datetime) -> None:
    agreement = in_force(who, Kind.SLA, now=now)

    leg = Delivery.objects.get(subject_id=agreement.pk)
    assert (leg.partner, leg.document, leg.state) == (who.homecare, agreement.sealed_copy, "queued")
