"""What the header says of a person's places is remembered, and never for longer than it is true."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from accounts.models import Membership, User
from accounts.places import only_signs
from accounts.services import end_membership, start_membership
from directory.models import Organisation
from stamps import MEMBERSHIPS, stamps_of
from tests.builders import a_member, a_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def stamps(settings: LazySettings, tmp_path: Path) -> None:
    """Keep the stamps of one test out of the next."""
    settings.VAR_DIR = tmp_path
    stamps_of(MEMBERSHIPS).renew()


@pytest.fixture
def signatory(organisation: Organisation, now: datetime) -> User:
    return a_member(organisation, now=now, role="signatory")


def again(person: User) -> bool:
    """Ask as the next request does, with a person read anew."""
    return only_signs(User.objects.get(pk=person.pk))


def test_a_header_asks_no_query_while_nobodys_place_changed(
    signatory: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    asked = User.objects.get(pk=signatory.pk)
    assert only_signs(asked)
    another_request = User.objects.get(pk=signatory.pk)

    with django_assert_num_queries(0):
        assert only_signs(another_request)


def test_a_signatory_who_joins_the_team_is_shown_its_registrations_at_once(
    signatory: User, organisation: Organisation, now: datetime
) -> None:
    office = a_user(email="office@sponsor.invalid", is_staff=True)
    assert again(signatory)
    end_membership(membership=Membership.objects.get(user=signatory), by=office, now=now)
    start_membership(user=signatory, organisation=organisation, role="member", by=office, now=now)

    assert not again(signatory)


def test_what_was_undone_is_not_remembered(
    signatory: User, organisation: Organisation, now: datetime
) -> None:
    assert again(signatory)
    with transaction.atomic():
        Membership.objects.filter(user=signatory).delete()
        assert not again(signatory)
        transaction.set_rollback(True)

    assert again(signatory)
