from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.services import ensure_groups
from approvals.models import Approval
from audit.models import AuditEvent
from directory.models import Destination, Partner
from directory.services import destination_for
from tests.builders import PASSPHRASE, a_destination, a_user

DAY = date(2040, 3, 5)
NEW = {
    "transport": "smtp",
    "address": "registrations@nurses.invalid",
    "options": "{}",
    "passphrase": PASSPHRASE,
    "passphrase_again": PASSPHRASE,
    "effective_from": "2040-03-03",
    "effective_until": "",
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


def propose(client, partner, **changed):
    return client.post(reverse("partners:propose", args=[partner.pk]), {**NEW, **changed}, follow=True)


def test_a_destination_is_in_force_only_when_a_second_person_approved_it(
    client, author, second, nurse_service
):
    client.force_login(author)
    propose(client, nurse_service)
    assert destination_for(partner=nurse_service, on=DAY) is None

    approval = Approval.objects.get()
    client.post(reverse("approvals:approve", args=[approval.pk]))
    assert destination_for(partner=nurse_service, on=DAY) is None

    client.force_login(second)
    client.post(reverse("approvals:approve", args=[approval.pk]))
    assert destination_for(partner=nurse_service, on=DAY).address == NEW["address"]


def test_the_author_sees_that_somebody_else_decides(client, author, second, nurse_service):
    client.force_login(author)
    propose(client, nurse_service)
    address = reverse("approvals:inspect", args=[Approval.objects.get().pk])

    assert "somebody else decides it" in client.get(address).content.decode()
    client.force_login(second)
    page = client.get(address).content.decode()
    assert "Approve</button>" in page
    assert reverse("partners:inspect", args=[nurse_service.pk]) in page


def test_a_destination_that_is_sent_back_never_comes_into_force(client, author, second, nurse_service):
    client.force_login(author)
    propose(client, nurse_service)
    approval = Approval.objects.get()
    client.force_login(second)

    client.post(reverse("approvals:send_back", args=[approval.pk]), {"comment": "Wrong mailbox."})
    client.post(reverse("approvals:approve", args=[approval.pk]))

    approval.refresh_from_db()
    assert (approval.state, approval.comment) == ("rejected", "Wrong mailbox.")
    assert destination_for(partner=nurse_service, on=DAY) is None
    page = client.get(reverse("partners:inspect", args=[nurse_service.pk])).content.decode()
    assert "Sent back" in page


def test_a_destination_changed_after_it_was_proposed_is_refused(client, author, second, nurse_service):
    client.force_login(author)
    propose(client, nurse_service)
    Destination.objects.update(address="thief@elsewhere.example")
    client.force_login(second)

    page = client.post(reverse("approvals:approve", args=[Approval.objects.get().pk]), follow=True)

    assert "changed after it was proposed" in page.content.decode()
    assert destination_for(partner=nurse_service, on=DAY) is None
    assert Approval.objects.get().state == "requested"


def test_deciding_needs_the_right(client, author, member, nurse_service):
    client.force_login(author)
    propose(client, nurse_service)
    client.force_login(member)

    client.post(reverse("approvals:approve", args=[Approval.objects.get().pk]))

    assert Approval.objects.get().state == "requested"


def test_the_passphrase_is_kept_sealed_and_shown_nowhere(client, author, nurse_service):
    client.force_login(author)
    propose(client, nurse_service)

    destination = Destination.objects.get()
    assert destination.passphrase == PASSPHRASE
    assert PASSPHRASE.encode() not in bytes(destination.passphrase_sealed)
    for address in (
        reverse("partners:inspect", args=[nurse_service.pk]),
        reverse("partners:propose", args=[nurse_service.pk]),
        reverse("approvals:inspect", args=[Approval.objects.get().pk]),
    ):
        assert PASSPHRASE not in client.get(address).content.decode()
    assert PASSPHRASE not in str(list(AuditEvent.objects.values()))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"passphrase": "short", "passphrase_again": "short"}, "at least 16 characters"),
        ({"passphrase": "a" * 20, "passphrase_again": "a" * 20}, "at least 8 different characters"),
        ({"passphrase_again": PASSPHRASE.title()}, "these two differ"),
        ({"passphrase_again": ""}, "these two differ"),
        ({"address": "two@nurses.invalid, one@nurses.invalid"}, "Enter one e-mail address"),
        ({"transport": "file", "address": "../elsewhere"}, "Enter one folder name"),
        ({"transport": "s3", "address": "s3://inbox"}, "Leave out s3://"),
        ({"options": '{"region": "eu-west-2"}'}, "takes no options"),
        ({"effective_from": "2026-01-01"}, "Enter today or a later day"),
        ({"effective_from": "31/02/2026"}, "Enter a valid date"),
        ({"transport": "pigeon"}, "Select a valid choice"),
        ({"transport": "s3"}, "Enter at least the region"),
        ({"options": "not json"}, "Enter a valid JSON"),
        ({"options": "[1]", "transport": "s3"}, "Enter names with values"),
        ({"effective_until": "2025-01-01"}, "must not be before the first day"),
    ],
)
def test_a_wrong_destination_is_refused_in_words(client, author, nurse_service, changed, message):
    client.force_login(author)

    page = propose(client, nurse_service, **changed)

    assert page.status_code == 422
    assert message in page.content.decode()
    assert not Destination.objects.exists()


def test_accredited_secure_mail_needs_no_passphrase(client, author, nurse_service):
    client.force_login(author)

    propose(client, nurse_service, passphrase="", passphrase_again="", accredited_secure_mail="on")

    assert Destination.objects.get().accredited_secure_mail


def test_the_partners_page_shows_options_and_marks_what_waits(client, author, nurse_service, now):
    a_destination(nurse_service, now=now, effective_from=timezone.localdate())
    client.force_login(author)
    propose(
        client, nurse_service, transport="s3", address="inbox/incoming", options='{"region": "eu-west-2"}'
    )

    page = client.get(reverse("partners:inspect", args=[nurse_service.pk])).content.decode()

    rows = [row.partition("</tr>")[0] for row in page.split("<tr>")]
    waiting = next(row for row in rows if "inbox/incoming" in row)
    in_force = next(row for row in rows if "<td>nurse-service</td>" in row)
    assert "region: eu-west-2" in waiting
    assert '<strong class="w-status w-status--primary">Waiting for approval</strong>' in waiting
    assert reverse("approvals:inspect", args=[Approval.objects.get().pk]) in waiting
    assert "In force" in in_force
    assert "w-status" not in in_force


def test_a_partner_is_added_and_corrected_through_audited_services(client, author, programme):
    client.force_login(author)
    values = {
        "programme": programme.pk,
        "role": "homecare",
        "name": "Example Homecare",
        "code": "example-homecare",
        "available_from": "2026-01-01",
        "available_until": "",
    }
    client.post(reverse("partners:add"), values)
    partner = Partner.objects.get(code="example-homecare")

    client.post(reverse("partners:edit", args=[partner.pk]), {**values, "name": "Example Homecare Limited"})

    partner.refresh_from_db()
    assert partner.name == "Example Homecare Limited"
    assert AuditEvent.objects.filter(action="partner.saved").last().detail == {"changed": ["name"]}


def test_an_organisation_and_its_sites_are_corrected_and_audited(client, author, organisation):
    client.force_login(author)
    site = organisation.sites.get()
    page = client.get(reverse("organisations:inspect", args=[organisation.pk])).content.decode()
    assert site.name in page

    client.post(
        reverse("organisations:edit", args=[organisation.pk]),
        {"name": organisation.name, "address": "", "postcode": "ZZ9 9ZZ", "status": "open", "closed_on": ""},
    )
    client.post(
        reverse("organisations:site", args=[organisation.pk, site.pk]),
        {"name": "Harbour Clinic", "ods_code": site.ods_code, "postcode": "", "is_open": "on"},
    )

    organisation.refresh_from_db()
    site.refresh_from_db()
    assert (organisation.postcode, site.name) == ("ZZ9 9ZZ", "Harbour Clinic")
    assert set(AuditEvent.objects.values_list("action", flat=True)) == {"organisation.saved", "site.saved"}


def test_closing_an_organisation_needs_the_day(client, author, organisation):
    client.force_login(author)

    page = client.post(
        reverse("organisations:edit", args=[organisation.pk]),
        {"name": organisation.name, "address": "", "postcode": "", "status": "closed", "closed_on": ""},
    )

    assert "Enter the day on which the organisation closed" in page.content.decode()
