"""The pages of an organisation and of an agreement."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.kinds import Kind
from agreements.models import SigningRequest
from audit.models import AuditEvent
from audit.verification import verify_chain
from tests.agreeing import issued, put_out
from tests.integration.agreements_register.pages import Stage, after, operate, organisation_page, page
from tests.integration.agreements_register.rows import a_request, stored

pytestmark = pytest.mark.django_db


def test_the_page_of_an_agreement_shows_its_whole_story(onlooker, signed_online, who):
    shown = page(onlooker, signed_online)

    for words in (
        signed_online.reference, "In force", "Sia Signatory, Chief pharmacist", who.homecare.name, "Sealed",
        signed_online.presented_sha256, signed_online.sealed_copy.sha256, "Consented to sign electronically",
        "Sealed agreement (PDF)", "Certificate of completion (PDF)",
    ):  # fmt: skip
        assert words in shown, words


def test_no_page_ever_shows_a_link_to_sign_or_what_it_is_made_of(manager, who, today):
    agreement = put_out(who, issued(who, Kind.SLA, now=today), now=today)
    operate(
        manager,
        agreement,
        "name-signatory",
        name="Nora New",
        job_title="Director",
        email="nora@harbour.invalid",
    )
    request = agreement.requests.get()
    (notice,) = agreement.notices.filter(template="to_sign")

    pages = [
        page(manager, agreement),
        organisation_page(manager, who.organisation),
        manager.get(reverse("agreement_register:index")).content.decode(),
    ]

    for shown in pages:
        assert request.token_sha256 not in shown
        assert notice.tokens["sign"] not in shown
        assert str(request.pk) not in shown
        assert "/link/" not in shown
    assert "Nora New" in pages[0]


def test_an_onlooker_is_offered_nothing_and_can_do_nothing(onlooker, signed_online):
    shown = page(onlooker, signed_online)
    assert reverse("agreement_register:operate", args=[signed_online.pk, "terminate"]) not in shown

    today = signed_online.effective_on.isoformat()
    operate(onlooker, signed_online, "terminate", requested_on=today, terminates_on=today, reason="No.")

    assert after(signed_online).terminates_on is None


@pytest.mark.parametrize("what", ["reading-copy", "sealed-copy", "certificate"])
def test_a_file_is_handed_out_as_it_is_stored_and_that_is_recorded(onlooker, signed_online, what):
    response = onlooker.get(reverse("agreement_register:file", args=[signed_online.pk, what]))

    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == f'attachment; filename="{signed_online.reference}-{what}.pdf"'
    assert "no-store" in response["Cache-Control"]
    event = AuditEvent.objects.get(action="agreement.copy_downloaded")
    assert (event.actor, event.detail["what"]) == (str(onlooker.user.pk), what)
    assert verify_chain().holds


def test_the_sealed_file_is_byte_for_byte_the_sealed_one(onlooker, signed_online):
    response = onlooker.get(reverse("agreement_register:file", args=[signed_online.pk, "sealed-copy"]))

    assert hashlib.sha256(response.content).hexdigest() == signed_online.sealed_copy.sha256


@pytest.mark.parametrize("what", ["scan", "something", "sealed-copy"])
def test_a_file_that_is_not_there_is_not_found(onlooker, organisation, sponsor, clerk, today, what):
    agreement = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today, stage=Stage.DRAFT)

    response = onlooker.get(reverse("agreement_register:file", args=[agreement.pk, what]))

    assert response.status_code == 404


def test_a_scan_whose_file_is_gone_is_said_and_not_recorded_as_taken(
    onlooker, organisation, sponsor, clerk, today
):
    agreement = stored(
        organisation, sponsor, Kind.OFFER, by=clerk, now=today, scan_name="agreements/gone.pdf"
    )

    response = onlooker.get(reverse("agreement_register:file", args=[agreement.pk, "scan"]), follow=True)

    assert "not ready yet" in response.content.decode()
    assert not AuditEvent.objects.filter(action="agreement.copy_downloaded").exists()


def test_the_page_of_an_organisation_has_everything_it_ever_agreed(onlooker, signed_online, who, today):
    old = stored(
        who.organisation, who.homecare, Kind.SLA, by=who.office, now=today - timedelta(days=700),
        superseded_on=today.date(),
    )  # fmt: skip

    shown = organisation_page(onlooker, who.organisation)

    for words in (
        old.reference, "Superseded", "Signed on paper", signed_online.reference, "Signed here",
        "Signed for the counterparty", "Harbour General Hospital", "People with an account", "May register",
    ):  # fmt: skip
        assert words in shown, words


def test_the_pages_cost_the_same_queries_however_much_happened(
    onlooker, organisation, homecare_provider, clerk, today
):
    def queries(address):
        onlooker.get(address)
        with CaptureQueriesContext(connection) as captured:
            onlooker.get(address)
        return len(captured)

    agreement = stored(organisation, homecare_provider, Kind.SLA, by=clerk, now=today, stage=Stage.OUT)
    a_request(agreement, by=clerk, now=today)
    addresses = [
        reverse("agreement_register:organisation", args=[organisation.pk]),
        reverse("agreement_register:agreement", args=[agreement.pk]),
    ]
    few = [queries(address) for address in addresses]
    for number in range(8):
        stored(
            organisation, homecare_provider, Kind.SLA, by=clerk, now=today - timedelta(days=number),
            superseded_on=today.date(), parent=agreement,
        )  # fmt: skip
        a_request(agreement, by=clerk, now=today, state=SigningRequest.State.CLOSED, closed_at=today)

    assert [queries(address) for address in addresses] == few
