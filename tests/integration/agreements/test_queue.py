"""What waits longest comes first in a counterparty's queue, and everybody reaches all agreements of their own."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.views.countersigning import MOST_WAITING, PER_PAGE
from agreements.views.home import PER_PAGE as ON_A_PAGE
from directory.models import Organisation
from tests import builders
from tests.agreeing import Parties, parties
from tests.integration.agreements_register.rows import an_agreement
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db
HOME, QUEUE = "/agreements/", "/agreements/to-countersign/"
Stage = Agreement.Stage


@pytest.fixture
def now() -> datetime:
    """The page reads the clock."""
    return timezone.now()


@pytest.fixture
def people(programme, now: datetime) -> Parties:
    return parties(programme, now=now)


@pytest.fixture
def browser(people: Parties) -> Client:
    client = SignedInClient()
    client.force_login(people.countersigners["sponsor"])
    return client


def hospitals(people: Parties, count: int) -> list[Organisation]:
    return [
        builders.an_organisation(people.programme, ods_code=f"Q{number:04d}", name=f"Hospital {number}")
        for number in range(count)
    ]


def offers(people: Parties, count: int, *, stage: str, now: datetime) -> list[Agreement]:
    """Return an offer of each of so many hospitals; the first one has waited longest."""
    made = [
        an_agreement(
            one, people.sponsor, Kind.OFFER, by=people.office, now=now - timedelta(days=count - number),
            stage=stage, second=people.second_office,
        )
        for number, one in enumerate(hospitals(people, count))
    ]  # fmt: skip
    return Agreement.objects.bulk_create(made)


def listed(client: Client, part: str, **query: object) -> list[str]:
    response = client.get(QUEUE, query)
    assert response.status_code == 200
    rows = response.context[part]
    return [(one["agreement"] if part == "others" else one).organisation.name for one in rows]


def test_what_waits_longest_comes_first_and_how_many_wait_is_said(browser, people, now) -> None:
    offers(people, MOST_WAITING + 3, stage=Stage.SIGNED, now=now)

    assert listed(browser, "waiting") == [f"Hospital {number}" for number in range(MOST_WAITING)]
    page = browser.get(QUEUE).content.decode()
    assert f"{MOST_WAITING + 3} agreements were signed by their hospitals" in page
    assert f"These {MOST_WAITING} wait longest" in page


def test_every_agreement_of_ones_own_company_is_reached_page_by_page(browser, people, now) -> None:
    offers(people, 3 * PER_PAGE - 1, stage=Stage.COMPLETE, now=now)

    found = [name for number in (1, 2, 3) for name in listed(browser, "others", page=number)]

    assert sorted(found) == sorted(f"Hospital {number}" for number in range(3 * PER_PAGE - 1))
    assert len(listed(browser, "others", page=2)) == PER_PAGE


def test_a_team_reaches_all_that_it_ever_agreed_page_by_page(people: Parties, now: datetime) -> None:
    made = Agreement.objects.bulk_create(
        an_agreement(
            people.organisation, people.sponsor, Kind.OFFER, by=people.office, now=now - timedelta(days=number),
            second=people.second_office,
        )
        for number in range(2 * ON_A_PAGE + 1)
    )  # fmt: skip
    client = SignedInClient()
    client.force_login(people.preparer)

    pages = [client.get(HOME, {"page": number}).context["listed"] for number in (1, 2, 3)]

    assert [len(page) for page in pages] == [ON_A_PAGE, ON_A_PAGE, 1]
    assert [one.agreement for page in pages for one in page] == made


@pytest.mark.parametrize("by", ["name", "code", "reference"])
def test_an_agreement_is_found_whether_it_waits_or_not(browser, people, now, by: str) -> None:
    old, waiting = offers(people, 2, stage=Stage.COMPLETE, now=now)
    Agreement.objects.filter(pk=waiting.pk).update(
        stage=Stage.SIGNED, organisation_signed_at=now, completed_at=None
    )
    for one in (old, waiting):
        sought = {"name": "L 0" if one == old else "L 1", "code": one.organisation.ods_code.lower()}

        found = listed(browser, "others", q=sought.get(by, one.reference[-4:]))

        assert found == [one.organisation.name]


def test_nothing_of_another_company_is_found(browser, people: Parties, now: datetime) -> None:
    (offer,) = offers(people, 1, stage=Stage.COMPLETE, now=now)
    other = SignedInClient()
    other.force_login(people.countersigners["homecare"])

    assert listed(browser, "others", q=offer.reference) == ["Hospital 0"]
    assert listed(other, "others", q=offer.reference) == []
    assert "0 agreements found" in other.get(QUEUE, {"q": offer.reference}).content.decode()


def test_the_queue_costs_the_same_queries_for_few_and_for_many(browser, people, now) -> None:
    made = offers(people, 2 * PER_PAGE, stage=Stage.COMPLETE, now=now)
    Agreement.objects.exclude(pk=made[0].pk).update(partner=people.nurse)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            browser.get(QUEUE)
        return len(captured)

    queries()
    few = queries()
    Agreement.objects.update(partner=people.sponsor)

    assert queries() == few
