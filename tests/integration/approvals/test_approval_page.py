"""Whoever decides sees who asked, what exactly for and, from the first page on, that it waits."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from accounts.services import ensure_groups
from approvals.models import Approval
from approvals.services import decide, request_approval
from approvals.subjects import waiting_for
from directory.models import Destination
from directory.services import SUBJECT, propose_destination
from labelling.services import propose_change
from programme.models import SafetyRecord
from tests.builders import PASSPHRASE, a_user

WAITS = "request waits for your approval"


def an_administrator(email, name):
    user = a_user(email=email, name=name, is_staff=True)
    user.groups.add(ensure_groups())
    return user


@pytest.fixture
def author(db):
    return an_administrator("ada@programme.invalid", "Ada Author")


@pytest.fixture
def second(db):
    return an_administrator("ben@programme.invalid", "Ben Second")


@pytest.fixture
def proposed(nurse_service, author, now):
    destination = Destination(
        partner=nurse_service,
        transport="s3",
        address="inbox/registrations",
        options={"region": "eu-west-2", "bucket_owner": "012345678901"},
        effective_from=date(2027, 3, 3),
    )
    destination.passphrase = PASSPHRASE
    return propose_destination(destination=destination, by=author, now=now)


def page_of(client, approval):
    page = client.get(reverse("approvals:inspect", args=[approval.pk])).content.decode()
    words = page.replace("\n", " ").split("<dt>")[1:]
    return {
        label: value.partition("<dd>")[2].partition("</dd>")[0].strip()
        for label, value in (part.split("</dt>", 1) for part in words)
    }


def test_the_second_person_sees_the_destination_that_they_approve(client, second, proposed):
    client.force_login(second)

    facts = page_of(client, proposed)

    assert facts == {
        "Request": "Destination of Nurse Service: Amazon S3 bucket: inbox/registrations from 3 March 2027",
        "State": "Waiting for a decision",
        "Asked by": "Ada Author",
        "Asked on": "4 January 2027, 09:30",
        "Partner": "Nurse Service (Nurse service)",
        "Transport": "Amazon S3 bucket",
        "Address": "inbox/registrations",
        "Options": "region: eu-west-2, bucket_owner: 012345678901",
        "From": "3 March 2027",
        "Until": "No last day",
        "Accredited secure mail": "No",
        "Passphrase": "Set",
    }


def test_a_destination_by_mail_names_its_mailbox_in_the_list(client, nurse_service, author, second, now):
    destination = Destination(
        partner=nurse_service,
        transport="smtp",
        address="a@nurses.invalid",
        accredited_secure_mail=True,
        effective_from=date(2027, 3, 3),
        effective_until=date(2027, 4, 3),
    )
    approval = propose_destination(destination=destination, by=author, now=now)
    client.force_login(second)

    listed = client.get(reverse("approvals:index")).content.decode()
    facts = page_of(client, approval)

    assert "Destination of Nurse Service: E-mail by SMTP to a@nurses.invalid from 3 March 2027" in listed
    assert (facts["Accredited secure mail"], facts["Passphrase"]) == ("Yes", "Not set")
    assert (facts["Options"], facts["Until"]) == ("None", "3 April 2027")


def test_the_page_says_who_decided_and_when_in_local_time(client, second, proposed, now):
    summer = now + timedelta(days=180)
    decide(approval=proposed, approve=False, by=second, now=summer, comment="Wrong bucket.")
    client.force_login(second)

    facts = page_of(client, proposed)

    assert facts["State"] == "Sent back"
    assert (facts["Decided by"], facts["Decided on"]) == ("Ben Second", "3 July 2027, 10:30")
    assert facts["Comment"] == "Wrong bucket."


def test_a_change_of_a_safety_record_shows_what_is_proposed(client, programme, author, second, now):
    record = SafetyRecord.objects.get(kind="adverse_events_hcp")
    record.body = "The real text."
    approval = propose_change(target=record, by=author, now=now)
    client.force_login(second)

    facts = page_of(client, approval)

    assert facts["Record"] == str(record)
    assert facts["Body"] == "The real text."


def test_a_person_whom_nobody_knows_is_shown_by_id(client, programme, second, now):
    unknown = uuid4()
    approval = request_approval(
        programme=programme,
        subject_type="unknown",
        subject_id=1,
        subject_sha256="a" * 64,
        summary="A thing",
        author_id=unknown,
        now=now,
    )
    client.force_login(second)

    assert page_of(client, approval)["Asked by"] == str(unknown)


def test_the_first_page_tells_those_who_may_decide(client, second, proposed):
    client.force_login(second)

    home = client.get(reverse("wagtailadmin_home")).content.decode()

    assert f"1 {WAITS}" in home
    assert f"{reverse('approvals:index')}?state=requested" in home
    listed = client.get(f"{reverse('approvals:index')}?state=requested").content.decode()
    assert proposed.summary in listed


def test_the_first_page_tells_authors_nothing_of_their_own_requests(client, author, proposed):
    client.force_login(author)

    assert WAITS not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_first_page_tells_nothing_to_those_who_may_not_decide(client, proposed):
    onlooker = a_user(email="olga@programme.invalid", is_staff=True)
    names = ("access_admin", "view_approval")
    onlooker.user_permissions.add(*Permission.objects.filter(codename__in=names))
    client.force_login(onlooker)

    assert WAITS not in client.get(reverse("wagtailadmin_home")).content.decode()
    assert not waiting_for(onlooker).exists()


def test_what_was_decided_waits_no_longer(second, proposed, now):
    assert list(waiting_for(second)) == [proposed]

    decide(approval=proposed, approve=False, by=second, now=now)

    assert not waiting_for(second).exists()


def test_requests_of_an_unknown_kind_wait_for_nobody(second, proposed):
    Approval.objects.filter(subject_type=SUBJECT).update(subject_type="unknown")

    assert not waiting_for(second).exists()
