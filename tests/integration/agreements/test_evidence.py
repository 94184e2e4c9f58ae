"""What is kept of every signature, where a lawyer finds it, and that nobody can change it unseen."""

from __future__ import annotations

from datetime import datetime

import pytest

from agreements.evidence.certificate import certificate_content
from agreements.evidence.timeline import SENTENCES, timeline_of
from agreements.kinds import Kind
from agreements.models import Agreement, Signature
from agreements.presenting.content import presented_from_json, presented_sha256, sha256_of_json
from agreements.services.downloads import note_download
from agreements.signing.wordings import consent_of, declaration_of, intent_of
from audit.models import AuditEvent
from audit.verification import verify_chain
from tests.agreeing import CLIENT, Parties, in_force
from tests.integration.audit.tampering import events

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(who: Parties, now: datetime) -> Agreement:
    return in_force(who, Kind.SLA, now=now)


def of(agreement: Agreement, action: str) -> AuditEvent:
    return AuditEvent.objects.get(subject_id=str(agreement.pk), action=f"agreement.{action}")


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


def test_nothing_personal_stands_in_the_chain_itself(who: Parties, agreement: Agreement) -> None:
    rows = str(list(AuditEvent.objects.filter(subject_id=str(agreement.pk)).values()))

    for person in (who.signatory, who.preparer, who.countersigners["homecare"]):
        assert person.name not in rows
        assert person.email not in rows
    assert CLIENT.ip not in rows


def test_the_certificate_lists_everything(who: Parties, agreement: Agreement, now: datetime) -> None:
    note_download(agreement=agreement, audience="parties", sha256="a" * 64, by=who.preparer, now=now)

    content = certificate_content(agreement, verify_at="https://example.invalid/verify", now=now)

    rows = [line for section in content.sections for row in section.rows for line in (row.label, *row.lines)]
    text = " ".join(rows)
    squeezed = "".join(rows)
    for entry in timeline_of(agreement, minor=True):
        assert entry.sentence in text
        assert f"Event {entry.sequence}" in rows
        assert entry.sha256 in squeezed
    for signature in Signature.objects.all():
        for sha256 in (signature.page_sha256, signature.pdf_sha256, signature.evidence_sha256):
            assert sha256 in squeezed
        assert consent_of(agreement).text in text
        assert intent_of(agreement, signature.party).text in text
        assert declaration_of(agreement, signature.party).text in text
        assert signature.person.email in text
    document = agreement.sealed_copy
    for sha256 in (
        document.sha256, document.seal_certificate_sha256, agreement.presented_sha256,
        agreement.particulars_sha256, agreement.text_version.sha256,
    ):  # fmt: skip
        assert sha256 in squeezed
    for sentence in ("Sealed electronically", "Complete", "Downloaded the sealed copy"):
        assert sentence in text
    assert {CLIENT.ip, CLIENT.user_agent} <= set(rows)


def test_a_changed_event_is_found(agreement: Agreement) -> None:
    signed = of(agreement, "signed")
    assert verify_chain().holds
    for field, value in (
        ("actor", "somebody"), ("detail", {**signed.detail, "page_sha256": "0" * 64}), ("action", "agreement.read"),
    ):  # fmt: skip
        kept = getattr(signed, field)
        events(pk=signed.pk).update(**{field: value})
        assert f"Event {signed.sequence} was changed" in verify_chain().fault
        events(pk=signed.pk).update(**{field: kept})
    assert verify_chain().holds


@pytest.mark.parametrize("action", ["signed", "sealed"])
def test_a_removed_event_is_found(agreement: Agreement, action: str) -> None:
    gone = of(agreement, action)
    events(pk=gone.pk).delete()

    assert verify_chain().fault == f"Event {gone.sequence} is missing."


def test_the_last_events_cannot_be_cut_off_unseen(agreement: Agreement) -> None:
    last = AuditEvent.objects.latest("sequence")
    events(pk=last.pk).delete()

    assert "its head says" in verify_chain().fault


def test_events_in_another_order_are_found(agreement: Agreement) -> None:
    first, second = of(agreement, "signed"), of(agreement, "countersigned")
    events(pk=first.pk).update(sequence=10_000)
    events(pk=second.pk).update(sequence=first.sequence)
    events(pk=10_000).update(sequence=second.sequence)

    assert f"Event {first.sequence} was changed or moved" in verify_chain().fault
