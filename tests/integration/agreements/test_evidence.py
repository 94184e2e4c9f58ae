"""What is kept of every signature, where a lawyer finds it, and that nobody can change it unseen."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.conf import settings

from agreements.evidence.certificate import certificate_content
from agreements.evidence.certificate_signature import technical_rows
from agreements.evidence.timeline import SENTENCES, timeline_of
from agreements.kinds import Kind
from agreements.models import Agreement, Signature
from agreements.notices.sending import send
from agreements.presenting.content import (
    counterparty_lines,
    presented_from_json,
    presented_sha256,
    sha256_of_json,
)
from agreements.presenting.document import reading_content
from agreements.presenting.page import page_of
from agreements.presenting.signatures import signature_section
from agreements.services.downloads import note_download
from agreements.services.signing import sign
from agreements.signing.marks import digest_of_mark, strokes_from
from agreements.signing.wordings import consent_of, declaration_of, intent_of
from audit.models import AuditEvent
from audit.verification import verify_chain
from forms.documents.content import Row
from tests.agreeing import CLIENT, Parties, asked, given_for, in_force, issued, made_ready, proved, put_out
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


def lines_under(agreement: Agreement, now: datetime, label: str) -> list[str]:
    content = certificate_content(agreement, verify_at="https://example.invalid/verify", now=now)
    rows = [row for section in content.sections for row in section.rows]
    return [" ".join(row.lines) for row in rows if row.label == label]


def test_the_certificate_gives_each_time_in_local_time_with_its_zone_and_in_utc(
    agreement: Agreement, now: datetime
) -> None:
    content = certificate_content(agreement, verify_at="https://example.invalid/verify", now=now)
    events = next(section for section in content.sections if section.title == "Events")

    moment = "4 January 2027, 09:30:00 GMT (2027-01-04T09:30:00.000Z)"
    assert {row.label for row in events.rows} == {moment}
    assert all(moment in line for line in lines_under(agreement, now, "Signed"))
    assert all(f"Asked on {moment}" in line for line in lines_under(agreement, now, "The organisation"))


def test_the_certificate_says_whether_the_pdf_was_downloaded_and_never_that_it_was_read(
    who: Parties, agreement: Agreement, now: datetime
) -> None:
    sha256 = agreement.reading_copy.sha256
    for person, audience, at in (
        (who.signatory, "reading", now),
        (who.countersigners["homecare"], "reading", now + timedelta(hours=1)),
    ):
        note_download(agreement=agreement, audience=audience, sha256=sha256, by=person, now=at)

    first, second = lines_under(agreement, now, "PDF of the text")

    assert first.startswith("Offered beside the page; downloaded by them on 4 January 2027")
    assert second == "Offered beside the page; not downloaded by them before they signed"
    sealed = str(agreement.sealed_copy.content)
    assert "PDF as read" not in sealed + str(
        certificate_content(agreement, verify_at="https://example.invalid/verify", now=now)
    )


def test_the_certificate_names_the_software_that_sealed(agreement: Agreement, now: datetime) -> None:
    (seal,) = lines_under(agreement, now, "Seal")

    assert seal.startswith("PAdES B-B, no changes permitted Applied with pyHanko ")
    assert "ReportLab" not in seal


def test_identity_is_told_in_plain_words(agreement: Agreement, now: datetime) -> None:
    told = lines_under(agreement, now, "Identity confirmed by")

    assert len(told) == 2
    assert all(one.startswith("Password and a one-time code ") for one in told)
    assert "TOTP" not in str(agreement.sealed_copy.content)


def test_hashes_of_events_stand_in_an_annex_and_not_in_the_story(agreement: Agreement, now: datetime) -> None:
    content = certificate_content(agreement, verify_at="https://example.invalid/verify", now=now)
    sections = {section.title: str(section.rows) for section in content.sections}

    for entry in timeline_of(agreement, minor=True):
        assert entry.sha256[:32] not in sections["Events"]
        assert entry.sha256[:32] in sections["Annex C: SHA-256 of the events"]


def test_a_signature_in_another_name_says_whose_account_signed(who: Parties, now: datetime) -> None:
    request = asked(who, put_out(who, issued(who, Kind.SLA, now=now), now=now), now=now)
    made_ready(request, by=who.signatory, now=now)
    sign(
        request=request, given=given_for(request.agreement, name="Otto Other"), by=who.signatory,
        client=CLIENT, authentication=proved(now), now=now,
    )  # fmt: skip
    agreement = Agreement.objects.get(pk=request.agreement_id)

    (mark,) = signature_section(agreement).marks

    assert (mark.name, mark.rows[0]) == ("Otto Other", Row("Account of", ("Sia Signatory",)))
    assert lines_under(agreement, now, "Account of") == ["Sia Signatory signatory@harbour.invalid"]


@pytest.fixture
def registered(who: Parties) -> Parties:
    who.homecare.company_number, who.homecare.registered_office = "01234567", "1 Wharf Road, Anytown AA1 1AA"
    who.homecare.save()
    return who


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


def test_each_mail_that_asks_to_sign_is_kept_with_its_wording_and_its_reader(
    who: Parties, agreement: Agreement, now: datetime
) -> None:
    for notice in agreement.notices.filter(template__in=["to_sign", "to_countersign"]):
        send(notice_id=notice.pk, now=now)

    told = {
        entry.detail["template"]: (entry.personal["email"], entry.detail["wording_sha256"])
        for entry in timeline_of(agreement, minor=True)
        if entry.action in ("notice_sent", "notice_dropped")
    }
    folder = settings.BASE_DIR / "site" / "templates" / "agreements" / "emails"
    for template, reader in (
        ("to_sign", who.signatory.email),
        ("to_countersign", who.countersigners["homecare"].email),
    ):
        parts = (folder / f"{template}-{part}" for part in ("subject.txt", "body.txt", "body.html"))
        wording = hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()
        assert told[template] == (reader, wording)
    rows = certificate_content(agreement, verify_at="https://example.invalid/verify", now=now)
    lines = [line for section in rows.sections for row in section.rows for line in row.lines]
    assert f"Mail “to_sign” to {who.signatory.email}" in lines
