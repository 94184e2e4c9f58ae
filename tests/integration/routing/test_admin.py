"""Deliveries in the admin: metadata for those who may see it, actions for those who may act."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from audit.trail import audited
from directory.models import Organisation, Partner
from forms.routing.gate import GateDecision
from forms.routing.jobs import write_down_jobs
from forms.routing.models import Delivery, PeriodicJob
from forms.routing.services import create_delivery
from tests import builders
from tests.integration.routing.legs import PATIENT, REFERENCE, Times, a_document, a_leg, try_once
from tests.signing_in import SignedInClient, with_second_factor

pytestmark = pytest.mark.django_db


def _client(email: str, *permissions: str) -> Client:
    user: User = with_second_factor(builders.a_user(email=email))
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", *permissions]))
    client = SignedInClient()
    client.force_login(user)
    return client


@pytest.fixture
def operator(leg: Delivery) -> Client:
    return _client("operator@programme.invalid", "view_delivery", "operate_delivery")


@pytest.fixture
def onlooker(leg: Delivery) -> Client:
    return _client("onlooker@programme.invalid", "view_delivery")


@pytest.fixture
def editor(leg: Delivery) -> Client:
    return _client("editor@programme.invalid")


def _page(client: Client, leg: Delivery) -> str:
    return client.get(reverse("deliveries:detail", args=[leg.pk])).content.decode()


def test_the_list_shows_reference_partner_and_state_and_no_patient_data(
    onlooker: Client, leg: Delivery
) -> None:
    shown = onlooker.get(reverse("deliveries:index")).content.decode()

    assert REFERENCE in shown
    assert "Homecare One" in shown
    assert "Waiting" in shown
    assert not any(word in shown for word in PATIENT.split())


def test_a_held_leg_without_a_destination_has_a_page(
    onlooker: Client, organisation: Organisation, nurse_service: Partner, now: datetime
) -> None:
    document = a_document(organisation, nurse_service, now=now)
    with audited(at=now):
        held = create_delivery(document=document, destination=None, gate_decision=GateDecision(True), now=now)

    assert "has no approved destination" in _page(onlooker, held)


def test_the_list_is_filtered_by_state_partner_and_reference(
    onlooker: Client, leg: Delivery, organisation: Organisation, nurse_service: Partner, now: datetime
) -> None:
    a_leg(
        organisation,
        nurse_service,
        now=now,
        decision=GateDecision(False, "Not signed."),
        reference="EC-OTHER",
    )

    def listed(**query: object) -> str:
        return onlooker.get(reverse("deliveries:index_results"), query).content.decode()

    assert "EC-OTHER" in listed(state="held")
    assert REFERENCE not in listed(state="held")
    assert "EC-OTHER" not in listed(partner=leg.partner_id)
    assert "EC-OTHER" not in listed(q=REFERENCE)


def test_the_list_costs_the_same_queries_for_one_leg_and_for_many(
    onlooker: Client, leg: Delivery, organisation: Organisation, nurse_service: Partner, now: datetime
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            onlooker.get(reverse("deliveries:index"))
        return len(captured)

    queries()
    one = queries()
    for number in range(5):
        a_leg(organisation, nurse_service, now=now, reference=f"EC-{number}")

    assert queries() == one


def test_people_without_the_right_see_nothing(editor: Client, leg: Delivery) -> None:
    for address in (
        reverse("deliveries:index"),
        reverse("deliveries:detail", args=[leg.pk]),
        reverse("periodic_jobs:index"),
    ):
        assert editor.get(address).status_code == 302, address
    home = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert reverse("deliveries:index") not in home


def test_the_page_of_a_leg_shows_tries_and_decisions_but_no_secret(
    onlooker: Client, leg: Delivery, times: Times
) -> None:
    try_once(leg, times)

    shown = _page(onlooker, leg)

    assert "before sending" in shown
    assert leg.pk.hex[:8] in shown
    assert builders.PASSPHRASE not in shown
    assert "Re-route" not in shown, "an onlooker is offered nothing"


@pytest.mark.parametrize("action", ["retry", "release", "reroute", "confirm-destruction", "cancel"])
def test_an_onlooker_cannot_act(onlooker: Client, leg: Delivery, action: str) -> None:
    before = leg.state

    onlooker.post(reverse("deliveries:operate", args=[leg.pk, action]), {"reason": "x"})

    leg.refresh_from_db()
    assert leg.state == before


def test_cancelling_asks_first_and_needs_a_reason(operator: Client, leg: Delivery) -> None:
    address = reverse("deliveries:operate", args=[leg.pk, "cancel"])

    assert "cannot be undone" in operator.get(address).content.decode()
    leg.refresh_from_db()
    assert leg.state == "queued"

    assert "This field is required" in operator.post(address).content.decode()
    operator.post(address, {"reason": "Registered twice."})
    leg.refresh_from_db()
    assert leg.state == "cancelled"


def test_retrying_from_the_page_of_a_failed_leg(operator: Client, leg: Delivery) -> None:
    Delivery.objects.update(state="failed", error="Refused.")
    assert "Try again now" in _page(operator, leg)

    answer = operator.post(reverse("deliveries:operate", args=[leg.pk, "retry"]), follow=True)

    assert "in the queue again" in answer.content.decode()
    leg.refresh_from_db()
    assert leg.state == "queued"


def test_rerouting_offers_only_partners_of_the_role(
    operator: Client, leg: Delivery, nurse_service: Partner
) -> None:
    other = builders.a_partner(leg.programme, role="homecare", code="homecare-two")
    builders.a_destination(other, now=timezone.now())
    address = reverse("deliveries:operate", args=[leg.pk, "reroute"])

    shown = operator.get(address).content.decode()
    assert "Homecare Two" in shown
    assert "Nurse Service" not in shown

    operator.post(address, {"partner": nurse_service.pk, "reason": "The patient moved."})
    leg.refresh_from_db()
    assert leg.state == "queued"

    assert "This field is required" in operator.post(address, {"partner": other.pk}).content.decode()

    operator.post(address, {"partner": other.pk, "reason": "The patient moved."})
    leg.refresh_from_db()
    assert leg.state == "cancelled"
    assert leg.replaced_by.partner == other
    assert "The patient moved." in _page(operator, leg)


def test_a_replaced_copy_is_followed_until_its_destruction_is_noted(
    operator: Client, leg: Delivery, times: Times
) -> None:
    other = builders.a_partner(leg.programme, role="homecare", code="homecare-two")
    builders.a_destination(other, now=timezone.now())
    reroute = reverse("deliveries:operate", args=[leg.pk, "reroute"])
    confirm = reverse("deliveries:operate", args=[leg.pk, "confirm-destruction"])
    listed = f"{reverse('deliveries:index')}?to_destroy=true"
    try_once(leg, times)
    asked = operator.get(reroute).content.decode()
    assert "destroy its copy" in asked
    assert "the patient allows the new partner" in asked
    assert confirm not in _page(operator, leg)

    operator.post(reroute, {"partner": other.pk, "reason": "The patient moved."})

    shown = _page(operator, leg)
    assert "Sent, then replaced by Homecare Two" in shown
    assert confirm in shown
    assert listed in operator.get(reverse("wagtailadmin_home")).content.decode()
    assert "Sent, then replaced by Homecare Two" in operator.get(listed).content.decode()

    operator.post(confirm)

    assert confirm not in _page(operator, leg)
    assert listed not in operator.get(reverse("wagtailadmin_home")).content.decode()
    assert REFERENCE not in operator.get(listed).content.decode()


def test_what_is_not_possible_is_said_and_changes_nothing(
    operator: Client, leg: Delivery, times: Times
) -> None:
    try_once(leg, times)

    answer = operator.post(
        reverse("deliveries:operate", args=[leg.pk, "cancel"]), {"reason": "Too late."}, follow=True
    )

    assert "has not been sent" in answer.content.decode()
    leg.refresh_from_db()
    assert leg.state == "sent"


def test_an_unknown_action_or_leg_is_not_found(operator: Client, leg: Delivery) -> None:
    assert operator.get(reverse("deliveries:operate", args=[leg.pk, "destroy"])).status_code == 404
    missing = "00000000-0000-0000-0000-000000000000"
    assert operator.get(reverse("deliveries:detail", args=[missing])).status_code == 404


def test_the_jobs_are_listed_with_their_last_result(onlooker: Client, now: datetime) -> None:
    write_down_jobs(now)
    PeriodicJob.objects.filter(name="routing.sweep").update(last_ok=True, last_result="3 legs put back")

    shown = onlooker.get(reverse("periodic_jobs:index")).content.decode()

    assert "Put back deliveries left in the queue" in shown
    assert "Every 30 seconds" in shown
    assert "routing.sweep" not in shown
    assert "3 legs put back" in shown
    assert "Not run yet" in shown


def test_the_first_page_says_what_needs_attention(onlooker: Client, leg: Delivery) -> None:
    write_down_jobs(timezone.now())
    later = timezone.now() + timedelta(hours=1)
    Delivery.objects.update(state="retrying", error_kind="misconfigured", error="x", next_attempt_at=later)
    home = onlooker.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 delivery waits for a setting to be corrected" in home
    assert "failed" not in home.partition("Needs attention")[2].partition("</section>")[0]

    Delivery.objects.update(state="failed", error_kind="permanent")
    PeriodicJob.objects.update(next_run_at=timezone.now() - timedelta(hours=1))
    home = onlooker.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 delivery failed" in home
    assert "periodic jobs not run in time" in home


def test_a_delivery_that_was_tried_three_times_counts_as_one_that_keeps_failing(
    onlooker: Client, leg: Delivery
) -> None:
    write_down_jobs(timezone.now())
    later = timezone.now() + timedelta(hours=1)
    Delivery.objects.update(state="retrying", error_kind="temporary", next_attempt_at=later, attempts=2)
    listed = f"{reverse('deliveries:index')}?keeps_failing=true"
    home = onlooker.get(reverse("wagtailadmin_home")).content.decode()
    assert "No delivery or task needs you." in home
    assert REFERENCE not in onlooker.get(listed).content.decode()

    Delivery.objects.update(attempts=3)
    home = onlooker.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 delivery keeps failing" in home
    assert listed in home
    assert REFERENCE in onlooker.get(listed).content.decode()


def test_the_first_page_of_others_says_nothing_of_deliveries(editor: Client, leg: Delivery) -> None:
    Delivery.objects.update(state="failed")

    assert "delivery failed" not in editor.get(reverse("wagtailadmin_home")).content.decode()
