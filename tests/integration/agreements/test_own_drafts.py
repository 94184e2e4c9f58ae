"""A draft is the hospital's own: the counterparty sees what follows an agreement once that was signed."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from agreements.kinds import Kind
from agreements.services.following import renew
from tests.agreeing import Parties, in_force

pytestmark = pytest.mark.django_db


@pytest.fixture
def now() -> datetime:
    """The pages read the clock."""
    return timezone.now()


def test_a_renewal_being_prepared_is_on_the_hospitals_page_and_not_on_the_counterpartys(
    client: Client, who: Parties, now: datetime
) -> None:
    agreement = in_force(who, Kind.SLA, now=now)
    renewal = renew(agreement=agreement, by=who.preparer, now=now)
    address = reverse("agreements:agreement", args=[agreement.reference])

    client.force_login(who.preparer)
    hospitals = client.get(address).content.decode()
    client.force_login(who.countersigners["homecare"])
    counterpartys = client.get(address).content.decode()

    assert renewal.reference in hospitals
    assert agreement.reference in counterpartys
    assert renewal.reference not in counterpartys
