"""The parties download the scan of their own paper, and the checklist of a page shows every organisation."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.urls import reverse

from accounts.models import Membership, User
from agreements.kinds import Kind
from agreements.models import Agreement
from audit.models import AuditEvent
from tests import builders
from tests.agreeing import Parties, parties
from tests.integration.agreements.papers import attested, on_paper
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db
FIRST = date(2026, 6, 1)
SCAN = b"%PDF-1.7 a scan"


@pytest.fixture
def people(programme, now: datetime) -> Parties:
    return parties(programme, now=now)


@pytest.fixture
def paper(people: Parties, now: datetime) -> Agreement:
    return on_paper(people, Kind.SLA, now=now, effective_on=FIRST, scan=SCAN)


def browser(user: User) -> SignedInClient:
    client = SignedInClient()
    client.force_login(user)
    return client


def address(paper: Agreement) -> str:
    return reverse("agreements:scan_pdf", args=[paper.reference])


def test_both_parties_download_the_scan_byte_for_byte_and_that_is_an_event(people, paper) -> None:
    for person in (people.preparer, people.countersigners["homecare"]):
        response = browser(person).get(address(paper))

        assert response.content == SCAN
        assert response["Content-Disposition"] == f'attachment; filename="{paper.reference}-scan.pdf"'
        event = AuditEvent.objects.get(action="agreement.copy_downloaded", actor=str(person.pk))
        assert (event.detail["document"], event.detail["sha256"]) == ("scan", paper.scan_sha256)


def test_the_agreements_page_leads_to_the_scan(people: Parties, paper: Agreement) -> None:
    page = browser(people.preparer).get(reverse("agreements:agreement", args=[paper.reference]))

    assert address(paper) in page.content.decode()


def test_nobody_else_gets_the_scan(people: Parties, paper: Agreement, now: datetime) -> None:
    other = builders.an_organisation(people.programme, ods_code="ZZ008", name="Selkie Bay NHS Trust")
    stranger = builders.a_member(other, now=now, email="stranger@selkie.invalid")

    for person in (stranger, people.countersigners["nurse"]):
        assert browser(person).get(address(paper)).status_code == 404


def test_the_counterparty_gets_no_scan_before_a_second_person_confirmed_it(people, now: datetime) -> None:
    unconfirmed = attested(people, Kind.SLA, now=now, effective_on=FIRST)

    assert browser(people.countersigners["homecare"]).get(address(unconfirmed)).status_code == 404


def test_an_agreement_without_paper_has_no_scan(people: Parties, paper: Agreement) -> None:
    Agreement.objects.filter(pk=paper.pk).update(medium="carried", scan_name="")

    assert browser(people.preparer).get(address(paper)).status_code == 404


def test_a_scan_that_was_changed_is_not_handed_out(people: Parties, paper: Agreement) -> None:
    Agreement.objects.filter(pk=paper.pk).update(scan_sha256="0" * 64)

    answer = browser(people.preparer).get(address(paper))
    assert answer.status_code == 503
    assert "The stored file is not as it was kept" in answer.content.decode()
    assert "Try again" not in answer.content.decode()
    assert not AuditEvent.objects.filter(action="agreement.copy_downloaded").exists()


def test_the_piece_of_a_page_shows_each_organisation_of_a_person(people: Parties, now: datetime) -> None:
    other = builders.an_organisation(people.programme, ods_code="ZZ008", name="Selkie Bay NHS Trust")
    Membership.objects.create(user=people.preparer, organisation=other, started_at=now)

    shown = browser(people.preparer).get(reverse("agreements:fragment")).content.decode()

    assert people.organisation.name in shown
    assert other.name in shown
