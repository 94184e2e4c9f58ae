"""What may be done on the page of an agreement."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.services.attesting import LARGEST_SCAN
from agreements.signing.models import Notice
from directory.models import Organisation
from tests import builders
from tests.agreeing import asked, countersigned, issued, put_out, signed
from tests.integration.agreements_register.pages import SCAN, Stage, after, operate, organisation_page, page
from tests.integration.agreements_register.rows import a_client, stored

pytestmark = pytest.mark.django_db


def test_an_agreement_is_started_for_an_organisation(manager, who):
    address = reverse("agreement_register:start", args=[who.organisation.pk])
    assert "First day" in manager.get(address).content.decode()

    manager.post(address, {"kind": "sla", "partner": who.homecare.pk, "starts_on": ""})

    agreement = Agreement.objects.get()
    assert (agreement.stage, agreement.partner, agreement.issued_by) == (
        Stage.DRAFT,
        who.homecare,
        manager.user,
    )


def test_what_cannot_be_started_is_said_above_the_form(manager, who, today):
    address = reverse("agreement_register:start", args=[who.organisation.pk])
    issued(who, Kind.SLA, now=today)

    twice = manager.post(address, {"kind": "sla", "partner": who.homecare.pk})
    wrong = manager.post(address, {"kind": "sla", "partner": who.nurse.pk})
    empty = manager.post(address, {})

    assert [one.status_code for one in (twice, wrong, empty)] == [422, 422, 422]
    assert "is on its way already" in twice.content.decode()
    assert "does not sign a Service Level Agreement" in wrong.content.decode()
    assert empty.content.decode().count("This field is required.") == 2
    assert Agreement.objects.count() == 1


def test_nothing_is_started_for_a_day_that_has_passed(manager, who, today):
    address = reverse("agreement_register:start", args=[who.organisation.pk])
    values = {"kind": "sla", "partner": who.homecare.pk}
    yesterday, first = localdate(today) - timedelta(days=1), localdate(today)

    refused = manager.post(address, {**values, "starts_on": yesterday.isoformat()})
    assert refused.status_code == 422
    assert "has passed. Choose a first day from today on." in refused.content.decode()
    assert not Agreement.objects.exists()

    manager.post(address, {**values, "starts_on": first.isoformat()})
    assert Agreement.objects.get().starts_on == first


def test_a_signatory_is_named_and_reminded(manager, who, today):
    agreement = put_out(who, issued(who, Kind.SLA, now=today), now=today)

    bad = manager.post(
        reverse("agreement_register:operate", args=[agreement.pk, "name-signatory"]),
        {"name": "Nora New", "job_title": "", "email": "nora"},
    )
    assert bad.status_code == 422
    asked(who, agreement, now=today)
    reminded = operate(manager, agreement, "remind")
    again = manager.post(reverse("agreement_register:operate", args=[agreement.pk, "remind"]))

    assert "The reminder is on its way." in reminded.content.decode()
    assert again.status_code == 422
    assert "within the last day" in again.content.decode()


def test_the_team_is_reminded_of_its_draft_from_the_page_of_the_agreement(manager, who, today):
    agreement = issued(who, Kind.SLA, now=today)
    address = reverse("agreement_register:operate", args=[agreement.pk, "remind"])
    assert address in page(manager, agreement)

    reminded = operate(manager, agreement, "remind")

    assert "The reminder is on its way." in reminded.content.decode()
    told = Notice.objects.filter(template="to_prepare").values_list("email", flat=True)
    assert list(told) == [who.preparer.email]


@pytest.mark.parametrize(("action", "stage"), [("void", Stage.VOIDED), ("withdraw", Stage.WITHDRAWN)])
def test_an_agreement_on_its_way_is_closed_with_a_reason(manager, who, today, action, stage):
    agreement = issued(who, Kind.SLA, now=today)
    address = reverse("agreement_register:operate", args=[agreement.pk, action])

    assert manager.post(address, {"reason": ""}).status_code == 422
    assert after(agreement).stage == Stage.DRAFT
    manager.post(address, {"reason": "Started twice."})

    assert (after(agreement).stage, agreement.closed_reason) == (stage, "Started twice.")
    assert "Started twice." in page(manager, agreement)


def test_a_termination_keeps_the_request_and_the_effect_apart(manager, signed_online, today):
    day, then = today.date().isoformat(), (today.date() + timedelta(days=90)).isoformat()

    early = manager.post(
        reverse("agreement_register:operate", args=[signed_online.pk, "terminate"]),
        {"requested_on": day, "terminates_on": "2020-01-01", "reason": "Letter."},
    )
    assert early.status_code == 422
    operate(manager, signed_online, "terminate", requested_on=day, terminates_on=then, reason="Letter.")

    changed = after(signed_online)
    assert (changed.termination_requested_on.isoformat(), changed.terminates_on.isoformat()) == (day, then)


@pytest.mark.parametrize(("action", "origin"), [("renew", "renewal"), ("amend", "amendment")])
def test_what_follows_an_agreement_points_back_to_it(manager, signed_online, action, origin):
    operate(manager, signed_online, action)

    following = signed_online.children.get()
    assert following.origin == origin
    assert following.reference in page(manager, signed_online)
    assert f'Follows: <a href="{reverse("agreement_register:agreement", args=[signed_online.pk])}"' in page(
        manager, following
    )


def test_a_paper_agreement_counts_once_somebody_else_confirmed_it(
    manager, organisation, homecare_provider, today
):
    day = today.date().isoformat()
    manager.post(
        reverse("agreement_register:paper", args=[organisation.pk]),
        {
            "kind": "sla", "partner": homecare_provider.pk, "signed_on": day, "effective_on": day,
            "expires_on": "", "signed_by": "Nora New, director",
            "scan": SimpleUploadedFile("any name.pdf", SCAN, "application/pdf"),
        },
    )  # fmt: skip
    agreement = Agreement.objects.get()
    own = page(manager, agreement)
    assert agreement.stage == Stage.ATTESTED
    assert "You attested this yourself" in own
    assert reverse("agreement_register:operate", args=[agreement.pk, "confirm"]) not in own
    assert (
        manager.post(reverse("agreement_register:operate", args=[agreement.pk, "confirm"])).status_code == 422
    )

    second = a_client("second@programme.invalid", "view_agreement", "manage_agreement")
    taken = second.get(reverse("agreement_register:file", args=[agreement.pk, "scan"]))
    operate(second, agreement, "confirm")

    assert taken.content == SCAN
    assert (after(agreement).stage, agreement.confirmed_by) == (Stage.COMPLETE, second.user)
    assert "Signed on paper, not here" in page(second, agreement)


@pytest.mark.parametrize(
    ("scan", "why"),
    [
        (b"GIF89a", "This is no PDF"),
        (b"", "The submitted file is empty"),
        (b"%PDF-" + b"0" * LARGEST_SCAN, "larger than 20 MB"),
    ],
)
def test_a_scan_that_is_no_pdf_or_too_large_is_refused(
    manager, organisation, homecare_provider, today, scan, why
):
    day = today.date().isoformat()

    response = manager.post(
        reverse("agreement_register:paper", args=[organisation.pk]),
        {
            "kind": "sla", "partner": homecare_provider.pk, "signed_on": day, "effective_on": day,
            "signed_by": "Nora New, director", "scan": SimpleUploadedFile("a.pdf", scan),
        },
    )  # fmt: skip

    assert response.status_code == 422
    assert why in response.content.decode()
    assert not Agreement.objects.exists()


def test_the_seal_is_tried_again_and_its_failure_is_said(manager, who, settings, today):
    agreement = put_out(who, issued(who, Kind.SLA, now=today), now=today)
    signed(asked(who, agreement, now=today), by=who.signatory, now=today)
    countersigned(who, after(agreement), now=today)
    address = reverse("agreement_register:operate", args=[agreement.pk, "seal"])
    working, settings.SEAL_PKCS12 = settings.SEAL_PKCS12, ""

    failed = manager.post(address)

    assert failed.status_code == 422
    assert "could not be sealed" in failed.content.decode()
    assert (after(agreement).stage, bool(agreement.seal_problem)) == (Stage.COUNTERSIGNED, True)
    assert "The seal failed:" in page(manager, agreement)

    settings.SEAL_PKCS12 = working
    operate(manager, agreement, "seal")

    assert after(agreement).stage == Stage.COMPLETE
    assert "The seal failed:" not in page(manager, agreement)


def test_an_agreement_of_a_closed_organisation_is_carried_over_to_its_successor(
    programme, manager, organisation, homecare_provider, clerk, today
):
    successor = builders.an_organisation(programme, ods_code="ZZ002", name="Amber NHS Trust")
    old = stored(organisation, homecare_provider, Kind.SLA, by=clerk, now=today - timedelta(days=30))
    assert "carry-over" not in page(manager, old)
    Organisation.objects.filter(pk=organisation.pk).update(
        status="closed", closed_on=today.date(), successor=successor
    )

    operate(
        manager, old, "carry-over", effective_on=today.date().isoformat(), basis="Transfer order of 1 June."
    )

    new = Agreement.objects.get(organisation=successor)
    assert (new.stage, new.parent, new.basis) == (Stage.ATTESTED, old, "Transfer order of 1 June.")
    assert "Carried over" in organisation_page(manager, successor)
    assert "This organisation is closed" in organisation_page(manager, organisation)


def test_an_unknown_action_is_not_found(manager, organisation, sponsor, clerk, today):
    agreement = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today)

    response = manager.get(reverse("agreement_register:operate", args=[agreement.pk, "explode"]))

    assert response.status_code == 404


def test_every_action_that_is_offered_has_a_page_that_asks_first(manager, who, today):
    agreement = put_out(who, issued(who, Kind.SLA, now=today), now=today)
    asked(who, agreement, now=today)
    offered = re.findall(rf'href="([^"]*{agreement.pk}/[a-z-]+/)"', page(manager, agreement))

    assert {address.rstrip("/").rpartition("/")[2] for address in offered} >= {
        "remind", "name-signatory", "withdraw", "void",
    }  # fmt: skip
    for address in offered:
        if "/files/" not in address:
            assert "Go back" in manager.get(address).content.decode()
    assert after(agreement).stage == Stage.OUT


def test_managing_needs_its_own_right(editor, organisation, sponsor, clerk, today):
    editor.user.user_permissions.add(Permission.objects.get(codename="view_agreement"))
    agreement = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today)

    for name, args in (
        ("operate", [agreement.pk, "renew"]),
        ("start", [organisation.pk]),
        ("paper", [organisation.pk]),
        ("repapering", []),
    ):
        address = reverse(f"agreement_register:{name}", args=args)
        assert editor.get(address).status_code == 302, name
        assert editor.post(address, {"kind": "offer", "partner": sponsor.pk}).status_code == 302, name
    assert Agreement.objects.count() == 1
