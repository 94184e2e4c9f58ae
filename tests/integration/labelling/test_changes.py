"""A product or a safety record changes once a second person approved it, and not before."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import ensure_groups
from approvals.models import Approval
from approvals.services import AlreadyDecided, ApproverIsAuthor
from audit.models import AuditEvent
from labelling.models import RecordChange
from labelling.services import KeyTaken, RecordMoved, add_service, approve_change, propose_change
from programme.models import Product, Programme, SafetyRecord, Service
from tests.builders import a_user

REAL = {
    "title": "Adverse events",
    "body": "Report adverse events to drug safety.",
    "link": "https://yellowcard.example",
    "link_text": "Yellow Card",
}
PRODUCT = {
    "brand_name": "EXAMPLEX",
    "generic_name": "examplumab",
    "indication": "an example condition",
    "additional_monitoring": "on",
    "loading_weeks": "[0, 1, 2]",
    "interval": "four_weekly",
    "first_delivery_doses": "3",
}


def an_administrator(email):
    user = a_user(email=email, name=email.split("@")[0].title(), is_staff=True)
    user.groups.add(ensure_groups())
    return user


@pytest.fixture
def author(db):
    return an_administrator("ada@programme.invalid")


@pytest.fixture
def second(db):
    return an_administrator("ben@programme.invalid")


@pytest.fixture
def record(programme):
    return SafetyRecord.objects.get(kind="adverse_events_hcp")


@pytest.fixture
def proposed(record, author, now):
    record.body = "The real text."
    return propose_change(target=record, by=author, now=now)


def test_a_placeholder_is_replaced_in_the_admin_by_two_people(client, author, second, record):
    client.force_login(author)
    page = client.post(reverse("safety_records:edit", args=[record.pk]), REAL, follow=True)
    assert "Nothing changes until somebody else approves it" in page.content.decode()
    approval = Approval.objects.get()
    client.post(reverse("approvals:approve", args=[approval.pk]))
    record.refresh_from_db()
    assert (record.is_placeholder, record.body) == (
        True,
        "Placeholder text: " + record.get_kind_display() + ".",
    )

    client.force_login(second)
    request = client.get(reverse("approvals:inspect", args=[approval.pk])).content.decode()
    change = reverse("record_changes:inspect", args=[approval.subject_id])
    assert change in request
    shown = client.get(change).content.decode()
    assert REAL["body"] in shown
    assert record.body in shown
    client.post(reverse("approvals:approve", args=[approval.pk]))

    record.refresh_from_db()
    assert record.is_placeholder is False
    assert {name: getattr(record, name) for name in REAL} == REAL


def test_a_product_is_changed_by_two_people(client, author, second, programme):
    product = Product.objects.get()
    client.force_login(author)
    client.post(reverse("products:edit", args=[product.pk]), PRODUCT)
    product.refresh_from_db()
    assert product.loading_weeks == [0, 1, 2, 4]

    client.force_login(second)
    client.post(reverse("approvals:approve", args=[Approval.objects.get().pk]))

    product.refresh_from_db()
    assert (product.loading_weeks, product.interval) == ([0, 1, 2], "four_weekly")
    assert (product.first_delivery_doses, product.additional_monitoring) == (3, True)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("loading_weeks", "[1, 2]"),
        ("loading_weeks", "[0, 2, 1]"),
        ("loading_weeks", "[0, true]"),
        ("loading_weeks", "[0, 1.5]"),
        ("loading_weeks", "[]"),
        ("loading_weeks", "{}"),
        ("loading_weeks", "not json"),
        ("loading_weeks", "[0, 5200]"),
        ("first_delivery_doses", "0"),
        ("interval", "daily"),
    ],
)
def test_dosing_facts_from_which_no_calendar_follows_are_not_proposed(client, author, programme, name, wrong):
    client.force_login(author)

    client.post(reverse("products:edit", args=[Product.objects.get().pk]), {**PRODUCT, name: wrong})

    assert not RecordChange.objects.exists()


@pytest.mark.parametrize(
    "wrong", [{"body": "PLACEHOLDER: to come"}, {"body": ""}, {"link": ""}, {"link": "javascript:alert(1)"}]
)
def test_a_text_that_still_is_a_placeholder_or_leads_nowhere_is_not_proposed(client, author, record, wrong):
    client.force_login(author)

    client.post(reverse("safety_records:edit", args=[record.pk]), {**REAL, **wrong})

    assert not RecordChange.objects.exists()


def test_the_author_does_not_approve(proposed, author, record, now):
    with pytest.raises(ApproverIsAuthor):
        approve_change(approval=proposed, by=author, now=now)

    record.refresh_from_db()
    assert record.is_placeholder


def test_a_change_is_applied_once(proposed, second, now):
    approve_change(approval=proposed, by=second, now=now)

    with pytest.raises(AlreadyDecided):
        approve_change(approval=proposed, by=second, now=now)
    assert AuditEvent.objects.filter(action="record_change.applied").count() == 1
    assert RecordChange.objects.get().applied_at == now


def test_a_proposal_for_what_the_record_no_longer_is_changes_nothing(proposed, second, record, now):
    SafetyRecord.objects.filter(pk=record.pk).update(title="Changed meanwhile")

    with pytest.raises(RecordMoved):
        approve_change(approval=proposed, by=second, now=now)

    proposed.refresh_from_db()
    assert proposed.state == Approval.State.REQUESTED
    assert SafetyRecord.objects.get(pk=record.pk).is_placeholder


def test_a_proposal_that_was_tampered_with_changes_nothing(proposed, second, record, now):
    RecordChange.objects.update(values={"body": "Something else."})

    with pytest.raises(RecordMoved):
        approve_change(approval=proposed, by=second, now=now)

    assert SafetyRecord.objects.get(pk=record.pk).is_placeholder


@pytest.mark.parametrize("name", ["safety_records", "products"])
def test_others_see_neither_screen(client, member, record, name):
    client.force_login(member)
    target = record if name == "safety_records" else Product.objects.get()

    for address in (reverse(f"{name}:index"), reverse(f"{name}:edit", args=[target.pk])):
        assert client.get(address).status_code in (302, 403, 404)
    client.post(reverse(f"{name}:edit", args=[target.pk]), {**REAL, **PRODUCT})
    assert not RecordChange.objects.exists()


@pytest.fixture
def new_service(programme: Programme, author: User, now: datetime) -> Approval:
    fresh = Service(programme=programme, key="app", label="App", available=True, wording_unavailable="Soon.")
    return add_service(service=fresh, by=author, now=now)


def test_a_new_service_is_there_once_a_second_person_approved_it_and_is_not_available(
    new_service: Approval, author: User, second: User, now: datetime
) -> None:
    with pytest.raises(ApproverIsAuthor):
        approve_change(approval=new_service, by=author, now=now)
    assert not Service.objects.exists()

    approve_change(approval=new_service, by=second, now=now)

    added = Service.objects.get()
    assert (added.key, added.label, added.wording_unavailable, added.available) == (
        "app", "App", "Soon.", False,
    )  # fmt: skip
    assert AuditEvent.objects.filter(action="record_change.applied", subject_id=str(added.pk)).count() == 1


def test_a_key_that_a_service_has_is_not_proposed_again(
    new_service: Approval, programme: Programme, author: User, second: User, now: datetime
) -> None:
    approve_change(approval=new_service, by=second, now=now)

    with pytest.raises(KeyTaken):
        add_service(service=Service(programme=programme, key="app", label="Another"), by=author, now=now)

    assert RecordChange.objects.count() == 1


def test_of_two_proposals_for_one_key_the_second_is_refused(
    new_service: Approval, programme: Programme, author: User, second: User, now: datetime
) -> None:
    same = add_service(service=Service(programme=programme, key="app", label="Same"), by=author, now=now)
    approve_change(approval=new_service, by=second, now=now)

    with pytest.raises(RecordMoved):
        approve_change(approval=same, by=second, now=now)

    same.refresh_from_db()
    assert same.state == Approval.State.REQUESTED
    assert Service.objects.get().label == "App"


def test_the_list_and_the_record_say_what_waits(
    client: Client, new_service: Approval, second: User, now: datetime
) -> None:
    client.force_login(second)
    change = reverse("record_changes:inspect", args=[new_service.subject_id])
    listed = client.get(reverse("services:index")).content.decode()
    assert "Waits to be added" in listed
    assert change in listed
    assert "Not there yet" in client.get(change).content.decode()

    client.post(reverse("approvals:approve", args=[new_service.pk]))
    assert "Waits to be added" not in client.get(reverse("services:index")).content.decode()
    assert "In force since" in client.get(change).content.decode()
    service = Service.objects.get()
    service.label = "The app"
    propose_change(target=service, by=second, now=now)

    shown = client.get(reverse("services:inspect", args=[service.pk])).content.decode()
    assert "Waits to take effect" in shown
    assert "Waits for a second person" in shown


def test_a_service_is_added_in_the_admin_by_two_people(
    client: Client, programme: Programme, author: User, second: User
) -> None:
    values = {
        "programme": str(programme.pk), "key": "app", "label": "App", "wording_available": "There.",
        "wording_unavailable": "Soon.", "footnote": "",
    }  # fmt: skip
    client.force_login(author)
    said = client.post(reverse("services:add"), values, follow=True).content.decode()
    assert "is there once somebody else has approved it" in said
    assert not Service.objects.exists()

    client.force_login(second)
    client.post(reverse("approvals:approve", args=[Approval.objects.get().pk]))

    assert Service.objects.get().key == "app"
