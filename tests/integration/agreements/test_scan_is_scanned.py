"""The scan of a paper comes from outside: a virus scanner that is set up lets it in and out, or nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import pytest
from django.urls import reverse

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.services.attesting import ScanRefused
from agreements.verification.records import verify_records
from audit.models import AuditEvent
from tests.agreeing import Parties, parties
from tests.clamd_server import BREAK_OFF, EICAR, Clamd, clamd
from tests.integration.agreements.papers import attested, on_paper
from tests.integration.agreements_register.rows import a_client
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db
FIRST = date(2026, 6, 1)
INFECTED = b"%PDF-1.7 " + EICAR


@pytest.fixture
def people(programme, now: datetime) -> Parties:
    return parties(programme, now=now)


@pytest.fixture
def scanner(settings: Any) -> Iterator[Clamd]:
    with clamd() as server:
        settings.CLAMD_ADDRESS = server.address
        yield server


def virus_scan_of(paper: Agreement) -> str:
    event = AuditEvent.objects.get(action="agreement.attested", subject_id=str(paper.pk))
    return str(event.detail["virus_scan"])


def test_a_clean_scan_is_taken_and_its_event_says_that_it_was_scanned(people, scanner, now) -> None:
    paper = attested(people, Kind.SLA, now=now, effective_on=FIRST)

    assert virus_scan_of(paper) == "clean"
    assert scanner.streams == [b"%PDF-1.7 a scan"]


def test_without_a_scanner_the_event_says_that_nobody_scanned_it(people: Parties, now: datetime) -> None:
    assert virus_scan_of(attested(people, Kind.SLA, now=now, effective_on=FIRST)) == "none"


@pytest.mark.parametrize(
    ("scan", "behaviour", "why"),
    [(INFECTED, "ok", "found something"), (b"%PDF-1.7", BREAK_OFF, "does not answer")],
)
def test_an_infected_scan_or_one_without_a_verdict_leaves_nothing_behind(
    people: Parties, scanner: Clamd, now: datetime, scan: bytes, behaviour: str, why: str
) -> None:
    scanner.behaviour = behaviour

    with pytest.raises(ScanRefused, match=why):
        attested(people, Kind.SLA, now=now, effective_on=FIRST, scan=scan)

    assert not Agreement.objects.exists()
    assert not AuditEvent.objects.filter(action="agreement.attested").exists()


def test_a_scan_from_before_the_scanner_is_handed_to_nobody_once_it_finds_something(
    people: Parties, now: datetime, settings: Any
) -> None:
    paper = on_paper(people, Kind.SLA, now=now, effective_on=FIRST, scan=INFECTED)
    team = SignedInClient()
    team.force_login(people.preparer)
    office = a_client("clerk@programme.invalid", "view_agreement", "manage_agreement")

    with clamd() as server:
        settings.CLAMD_ADDRESS = server.address
        to_team = team.get(reverse("agreements:scan_pdf", args=[paper.reference]))
        to_office = office.get(reverse("agreement_register:file", args=[paper.pk, "scan"]), follow=True)

    assert to_team.status_code == 503
    assert "The virus scan found something" in to_team.content.decode()
    assert "The scan is not handed out. The virus scan found something" in to_office.content.decode()
    assert not AuditEvent.objects.filter(action__endswith="downloaded").exists()


def test_checking_the_records_needs_no_scanner(people: Parties, scanner: Clamd, now: datetime) -> None:
    on_paper(people, Kind.SLA, now=now, effective_on=FIRST)
    scanner.behaviour = BREAK_OFF

    assert verify_records().holds
