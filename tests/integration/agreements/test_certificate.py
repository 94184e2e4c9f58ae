"""The certificate of completion: the whole story of an agreement, for a lawyer to read."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta

import pytest
from django.conf import settings

from agreements.evidence.certificate import certificate_content
from agreements.evidence.timeline import timeline_of
from agreements.kinds import Kind
from agreements.models import Agreement, Signature
from agreements.notices.sending import send
from agreements.presenting.signatures import signature_section
from agreements.services.downloads import note_download
from agreements.services.signing import sign
from agreements.signing.wordings import consent_of, declaration_of, intent_of
from forms.documents.content import Row
from tests.agreeing import CLIENT, Parties, asked, given_for, in_force, issued, made_ready, proved, put_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(who: Parties, now: datetime) -> Agreement:
    return in_force(who, Kind.SLA, now=now)


def lines_under(agreement: Agreement, now: datetime, label: str) -> list[str]:
    content = certificate_content(agreement, verify_at="https://example.invalid/verify", now=now)
    rows = [row for section in content.sections for row in section.rows]
    return [" ".join(row.lines) for row in rows if row.label == label]


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
