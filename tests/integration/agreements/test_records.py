"""A complete agreement that was changed behind the services' back is found; a signature is never deleted."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.utils import IntegrityError

from agreements.kinds import Kind
from agreements.models import Agreement, Signature
from agreements.services.following import call_off_repapering, repaper
from agreements.services.terminating import request_termination
from agreements.services.voiding import confirm_void, void_attested
from agreements.signing.models import SignatureKept
from agreements.texts.models import TextVersion
from agreements.verification.records import verify_records
from forms.documents.models import Document
from tests import builders
from tests.agreeing import Parties, in_force
from tests.integration.agreements.papers import on_paper

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)


@pytest.fixture
def agreement(who: Parties, now: datetime) -> Agreement:
    return in_force(who, Kind.SLA, now=now)


@pytest.fixture
def paper(who: Parties, now: datetime) -> Agreement:
    return on_paper(who, Kind.OFFER, now=now, effective_on=TODAY)


def raw(statement: str, *values: object) -> None:
    """Change rows as somebody with the database's password would, past models and triggers."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TRIGGER IF EXISTS agreements_signature_is_immutable")
        cursor.execute(statement, values)


def test_agreements_as_the_services_left_them_hold(who: Parties, agreement, paper, now: datetime) -> None:
    text = TextVersion.objects.get(text__kind=Kind.SLA)
    repaper(version=text, agreements=[agreement], replace_by=TODAY + timedelta(60), by=who.office, now=now)
    assert verify_records().agreements == 2
    call_off_repapering(agreement=agreement, by=who.office, now=now)
    request_termination(
        agreement=agreement,
        requested_on=TODAY,
        terminates_on=TODAY + timedelta(90),
        reason="Notice.",
        by=who.office,
        now=now,
    )
    void_attested(agreement=paper, reason="In error.", by=who.office, now=now)
    confirm_void(agreement=paper, by=who.second_office, now=now)

    verdict = verify_records()

    assert (verdict.holds, verdict.agreements) == (True, 1)


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"expires_on": date(2099, 1, 1)}, "its last day"),
        ({"effective_on": date(2020, 1, 1)}, "its first day"),
        ({"termination_requested_on": TODAY, "terminates_on": TODAY}, "its termination"),
        ({"replace_by": TODAY}, "signed anew"),
        ({"presented_sha256": "0" * 64}, "what the parties read"),
        ({"presented_sealed": b"something else"}, "what the parties read"),
        ({"stage": "countersigned"}, "gone or set back"),
        ({"kind": Kind.OFFER}, "its kind"),
        ({"superseded_on": TODAY}, "superseded"),
    ],
)
def test_a_changed_agreement_is_found(agreement: Agreement, values, why: str) -> None:
    Agreement.objects.filter(pk=agreement.pk).update(**values)

    with pytest.raises(CommandError, match=f"{agreement.reference}: .*{why}"):
        call_command("verify_agreements")


@pytest.mark.parametrize("made", [in_force, on_paper])
def test_an_agreement_given_to_another_organisation_or_partner_is_found(who: Parties, now, made) -> None:
    values = {"effective_on": TODAY} if made is on_paper else {}
    row = Agreement.objects.filter(pk=made(who, Kind.SLA, now=now, **values).pk)
    organisation = builders.an_organisation(who.programme, ods_code="ZZ009", name="Marram Coast NHS Trust")
    partner = builders.a_partner(who.programme, role="homecare", code="homecare-two")
    assert verify_records().holds

    row.update(organisation=organisation)
    assert "its organisation is not the one that was recorded" in verify_records().fault
    row.update(organisation=who.organisation, partner=partner)
    assert "its counterparty is not the one that was recorded" in verify_records().fault


def test_a_superseded_agreement_put_back_in_force_is_found(who: Parties, paper: Agreement, now) -> None:
    on_paper(who, Kind.OFFER, now=now, effective_on=TODAY + timedelta(9), scan=b"%PDF-1.7 next")
    assert verify_records().holds

    Agreement.objects.filter(pk=paper.pk).update(superseded_on=None)

    assert "the day from which it is superseded" in verify_records().fault


def test_a_voided_agreement_put_back_in_force_is_found(who: Parties, paper: Agreement, now) -> None:
    void_attested(agreement=paper, reason="In error.", by=who.office, now=now)
    confirm_void(agreement=paper, by=who.second_office, now=now)
    assert verify_records().holds

    Agreement.objects.filter(pk=paper.pk).update(stage="complete", void_confirmed_by=None)

    assert "it was voided and is set back" in verify_records().fault


def test_another_text_under_an_agreement_is_found(agreement: Agreement) -> None:
    other = TextVersion.objects.get(text__kind=Kind.OFFER)
    Agreement.objects.filter(pk=agreement.pk).update(text_version=other)

    assert "another text" in verify_records().fault


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE agreements_signature SET pdf_sha256 = '0' WHERE party = 'organisation'",
        "UPDATE agreements_signature SET evidence_sealed = x'00' WHERE party = 'organisation'",
        "UPDATE agreements_signature SET signed_at = '2020-01-01 00:00:00' WHERE party = 'organisation'",
    ],
)
def test_a_changed_signature_is_found(agreement: Agreement, statement: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Elsewhere the database refuses the change itself.")
    raw(statement)

    assert "a signature was changed (the organisation)" in verify_records().fault


def test_a_deleted_signature_is_found(agreement: Agreement) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("Elsewhere the database refuses the deletion itself.")
    raw("DELETE FROM agreements_signature WHERE party = 'counterparty'")

    assert "a signature is missing (the counterparty)" in verify_records().fault


def test_another_sealed_document_is_found(agreement: Agreement) -> None:
    Document.objects.filter(pk=agreement.sealed_copy_id).update(sha256="0" * 64)

    assert "its sealed document" in verify_records().fault


def test_another_scan_is_found(paper: Agreement) -> None:
    Agreement.objects.filter(pk=paper.pk).update(scan_sha256="0" * 64)

    assert "its scan" in verify_records().fault


def test_another_day_of_signature_on_paper_is_found(paper: Agreement) -> None:
    Agreement.objects.filter(pk=paper.pk).update(signed_on=date(2020, 1, 1))

    assert "its last signature" in verify_records().fault


def test_the_model_refuses_to_change_or_delete_a_signature(agreement: Agreement) -> None:
    signature = agreement.signatures.get(party="organisation")

    for refused in (
        signature.save,
        signature.delete,
        agreement.signatures.all().delete,
        lambda: agreement.signatures.update(page_sha256=""),
        lambda: Signature.objects.bulk_update([signature], ["page_sha256"]),
    ):
        with pytest.raises(SignatureKept):
            refused()

    assert agreement.signatures.count() == 2


def test_postgresql_refuses_to_delete_a_signature(agreement: Agreement) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets a test database be emptied.")

    with pytest.raises(IntegrityError, match="never deleted"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM agreements_signature")
