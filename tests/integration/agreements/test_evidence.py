"""What is kept of every signature, in its evidence and in the events of its agreement."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from agreements.evidence.certificate import certificate_content
from agreements.evidence.certificate_signature import signature_rows, technical_rows
from agreements.evidence.timeline import SENTENCES
from agreements.kinds import Kind
from agreements.models import Agreement, Signature
from agreements.presenting.content import (
    counterparty_lines,
    presented_from_json,
    presented_sha256,
    sha256_of_json,
)
from agreements.presenting.document import reading_content
from agreements.presenting.page import page_of
from agreements.services import signing
from agreements.services.signing import sign
from agreements.signing.marks import digest_of_mark, strokes_from
from agreements.signing.wordings import Wording, consent_of, declaration_of, intent_of
from audit.models import AuditEvent
from forms.documents.content import Row
from tests.agreeing import (
    CLIENT,
    Parties,
    asked,
    given_for,
    in_force,
    issued,
    made_ready,
    proved,
    put_out,
)
from tests.integration.agreements.trail import of

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(who: Parties, now: datetime) -> Agreement:
    return in_force(who, Kind.SLA, now=now)


@pytest.fixture
def registered(who: Parties) -> Parties:
    who.homecare.company_number, who.homecare.registered_office = "01234567", "1 Wharf Road, Anytown AA1 1AA"
    who.homecare.save()
    return who


def test_a_signature_keeps_who_signed_on_what_authority_and_how(who: Parties, agreement, now) -> None:
    for signature in Signature.objects.all():
        evidence, party = signature.evidence, signature.party
        assert evidence["email"] == signature.person.email
        assert (evidence["name"], evidence["job_title"]) == (signature.person.name, "Chief pharmacist") or (
            party == "counterparty"
        )
        assert evidence["authority"]["wording"]["text"] == declaration_of(agreement, party).text
        assert evidence["authority"]["basis"] == "office"
        assert evidence["consent"]["wording"]["text"] == consent_of(agreement).text
        assert evidence["intent"]["text"] == intent_of(agreement, party).text
        assert evidence["nominated_by"] == str(signature.request.nominated_by_id)
        assert evidence["authentication"]["method"] == "password and TOTP"
        assert evidence["authentication"]["factor_id"] == "7"
        assert len(evidence["authentication"]["session_sha256"]) == 64
        assert evidence["client"]["ip"] == CLIENT.ip
        assert evidence["client"]["user_agent"] == CLIENT.user_agent
        assert evidence["client"]["request_id"] == CLIENT.request_id
        assert evidence["mark"]["method"] == "typed"
        assert signature.signed_at == now
        assert sha256_of_json(evidence) == signature.evidence_sha256


def test_a_signature_keeps_the_hash_of_text_particulars_page_and_pdf(agreement: Agreement) -> None:
    for signature in Signature.objects.all():
        assert signature.text_sha256 == agreement.text_version.sha256
        assert signature.presented_sha256 == agreement.presented_sha256
        assert signature.presented_sha256 == presented_sha256(presented_from_json(agreement.presented))
        assert signature.pdf_sha256 == agreement.reading_copy.sha256
        assert len(signature.page_sha256) == 64
    assert of(agreement, "put_out").detail["particulars_sha256"] == agreement.particulars_sha256


def test_every_step_is_an_event_of_the_agreement(agreement: Agreement) -> None:
    for action in (
        "issued", "particulars_begun", "put_out", "signatory_named", "link_opened", "signed", "counterparty_asked",
        "countersigning_claimed", "countersigned", "sealed", "completed",
    ):  # fmt: skip
        assert of(agreement, action).detail["reference"] == agreement.reference
        assert action in SENTENCES


def test_steps_that_both_parties_take_are_events_of_each(agreement: Agreement) -> None:
    for action in ("read", "authority_confirmed", "consented"):
        found = AuditEvent.objects.filter(subject_id=str(agreement.pk), action=f"agreement.{action}")
        assert len({event.actor for event in found}) == 2


def test_the_wordings_stand_in_the_events_verbatim(agreement: Agreement) -> None:
    found = AuditEvent.objects.filter(action="agreement.consented").first()
    assert found.detail["wording"] == {"version": "consent-1", "text": consent_of(agreement).text}
    assert of(agreement, "signed").detail["wording"]["text"] == intent_of(agreement, "organisation").text


def test_the_seal_is_an_event_with_its_hash_size_certificate_level_and_software(agreement: Agreement) -> None:
    document, detail = agreement.sealed_copy, of(agreement, "sealed").detail

    assert (detail["sha256"], detail["size"]) == (document.sha256, document.size)
    assert (detail["certificate_sha256"], detail["level"]) == (document.seal_certificate_sha256, "B-B")
    assert detail["renderer"]
    made = AuditEvent.objects.get(action="document.sealed", detail__sha256=document.sha256).detail
    assert made["verified"] is True
    assert made["software"].startswith("pyHanko ")


def test_every_signature_says_by_which_clock_how_it_was_made_and_after_how_many_wrong_codes(
    who: Parties, now: datetime, settings: Any
) -> None:
    settings.CLOCK_SOURCE = "chrony with a stratum 1 server"
    agreement = put_out(who, issued(who, Kind.SLA, now=now), now=now)
    request = made_ready(asked(who, agreement, now=now), by=who.signatory, now=now)
    agreement.refresh_from_db()

    sign(
        request=request, given=given_for(agreement), by=who.signatory, client=CLIENT,
        authentication=replace(proved(now), wrong_codes=2), now=now,
    )  # fmt: skip

    detail, kept = of(agreement, "signed").detail, Signature.objects.get()
    assert (detail["clock"], detail["mark"]) == ("chrony with a stratum 1 server", "typed")
    assert detail["authentication"]["wrong_codes"] == "2"
    assert kept.evidence["clock"] == detail["clock"]
    assert Row("Timed by", (detail["clock"],)) in technical_rows(kept)
    told = {row.label: row.lines for row in signature_rows(kept, ())}
    assert told["Identity confirmed by"][-1] == "Wrong codes given before it: 2"


def test_what_was_declared_and_consented_to_is_kept_as_it_read_then(
    who: Parties, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    agreement = put_out(who, issued(who, Kind.SLA, now=now), now=now)
    request = asked(who, agreement, now=now)
    with monkeypatch.context() as before:
        for name in ("declaration_of", "consent_of"):
            before.setattr(signing, name, lambda *_, version=name: Wording(version, f"The old {version}."))
        made_ready(request, by=who.signatory, now=now)
    agreement.refresh_from_db()

    sign(
        request=request, given=given_for(agreement), by=who.signatory, client=CLIENT,
        authentication=proved(now), now=now,
    )  # fmt: skip

    evidence = Signature.objects.get().evidence
    for part, version in (("authority", "declaration_of"), ("consent", "consent_of")):
        assert evidence[part]["wording"] == {"version": version, "text": f"The old {version}."}


def test_what_was_signed_before_clocks_were_kept_still_reads(agreement: Agreement) -> None:
    signature = Signature.objects.filter(agreement=agreement).first()
    before = {**signature.evidence, "authentication": dict(signature.evidence["authentication"])}
    del before["clock"], before["authentication"]["wrong_codes"]
    signature.evidence = before

    rows = [*technical_rows(signature), *signature_rows(signature, ())]

    assert "Timed by" not in {row.label for row in rows}
    assert "Wrong codes" not in str(rows)


def test_nothing_personal_stands_in_the_chain_itself(who: Parties, agreement: Agreement) -> None:
    rows = str(list(AuditEvent.objects.filter(subject_id=str(agreement.pk)).values()))

    for person in (who.signatory, who.preparer, who.countersigners["homecare"]):
        assert person.name not in rows
        assert person.email not in rows
    assert CLIENT.ip not in rows


def test_the_companys_number_and_office_are_printed_and_kept_as_they_were_signed(
    registered: Parties, now: datetime
) -> None:
    agreement = in_force(registered, Kind.SLA, now=now)
    registered.homecare.company_number = "07654321"
    registered.homecare.save()

    page = page_of(agreement).html
    presented = presented_from_json(agreement.presented)
    certificate = certificate_content(agreement, verify_at="https://example.invalid/verify", now=now)
    for facts in (reading_content(agreement, presented, now=now).facts, certificate.facts):
        assert (
            Row(
                "Counterparty",
                (
                    registered.homecare.name,
                    "Company number 01234567",
                    "Registered office: 1 Wharf Road, Anytown AA1 1AA",
                ),
            )
            in facts
        )
    assert "Company number 01234567" in page
    assert "07654321" not in page
    for action in ("signed", "countersigned"):
        detail = of(agreement, action).detail
        assert (detail["partner_company_number"], detail["organisation_code"]) == ("01234567", "ZZ001")


def test_what_is_not_recorded_of_a_company_is_not_printed(agreement: Agreement) -> None:
    presented = presented_from_json(agreement.presented)

    assert counterparty_lines(presented) == (agreement.partner.name,)
    assert "Company number" not in page_of(agreement).html
    assert of(agreement, "signed").detail["partner_company_number"] == ""


def test_what_was_presented_before_company_numbers_were_kept_still_reads(agreement: Agreement) -> None:
    before = {name: value for name, value in agreement.presented.items() if not name.startswith("partner_")}

    assert counterparty_lines(presented_from_json(before)) == (agreement.partner.name,)


def test_a_drawn_mark_is_hashed_in_the_event_and_on_the_certificate(who: Parties, now: datetime) -> None:
    agreement = put_out(who, issued(who, Kind.SLA, now=now), now=now)
    request = made_ready(asked(who, agreement, now=now), by=who.signatory, now=now)
    agreement.refresh_from_db()
    strokes = strokes_from("[[[1, 2], [30, 40]], [[5, 6]]]")
    given = replace(given_for(agreement), strokes=strokes)
    signature = sign(
        request=request, given=given, by=who.signatory, client=CLIENT, authentication=proved(now), now=now
    )

    drawn = hashlib.sha256(b"[[[1,2],[30,40]],[[5,6]]]").hexdigest()
    assert of(agreement, "signed").detail["mark_sha256"] == drawn
    kept = Signature.objects.get(pk=signature.pk)
    assert digest_of_mark(kept.evidence["mark"]["strokes"]) == drawn
    rows = {row.label: row.lines for row in technical_rows(kept)}
    assert "".join(rows["Drawn mark, SHA-256"]) == drawn


def test_a_typed_mark_has_no_drawing_to_hash(agreement: Agreement) -> None:
    assert of(agreement, "signed").detail["mark_sha256"] == ""
    assert "Drawn mark, SHA-256" not in {row.label for row in technical_rows(Signature.objects.first())}
