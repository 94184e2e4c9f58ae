"""The gate: which recipients an organisation may send to, from the agreements in force."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import combinations

import pytest

from agreements.gate import AgreementGate
from agreements.kinds import Kind
from agreements.models import Agreement
from directory.models import Organisation, Partner
from tests import builders
from tests.agreeing import Parties, issued, parties, set_up
from tests.integration.agreements.papers import attested, on_paper

pytestmark = pytest.mark.django_db
TODAY = date(2027, 1, 4)
FIRST = date(2026, 6, 1)
EVERY_SET = [frozenset(chosen) for size in range(4) for chosen in combinations(Kind, size)]
NEEDS = {
    "app": {Kind.OFFER},
    "nurse": {Kind.OFFER, Kind.AUTHORISATION, Kind.SLA},
    "homecare": {Kind.OFFER, Kind.SLA},
}


@pytest.fixture
def people(programme, now: datetime) -> Parties:
    return parties(programme, now=now)


@pytest.fixture
def app(programme) -> Partner:
    return builders.a_partner(programme, role="app", code="app-one")


def held(people: Parties, kinds: object, now: datetime, **values: object) -> list[Agreement]:
    return [
        on_paper(
            people, kind, now=now, scan=b"%PDF-1.7 " + kind.encode(), **{"effective_on": FIRST, **values}
        )
        for kind in kinds
    ]


def partner_of(role: str, people: Parties, app: Partner) -> Partner:
    return app if role == "app" else getattr(people, role)


def ask(people: Parties, partner: Partner, on: date = TODAY, together: frozenset[str] = frozenset()):
    return AgreementGate().may_send(
        organisation=people.organisation, partner=partner, on=on, together=together
    )


@pytest.mark.parametrize("kinds", EVERY_SET, ids=lambda kinds: "+".join(sorted(kinds)) or "none")
@pytest.mark.parametrize("role", sorted(NEEDS))
def test_each_recipient_needs_its_agreements_and_no_others(
    people: Parties, app: Partner, now: datetime, role: str, kinds: frozenset[Kind]
) -> None:
    held(people, kinds, now)

    decision = ask(people, partner_of(role, people, app))

    assert decision.allowed == (NEEDS[role] <= kinds)
    assert set(decision.missing) == NEEDS[role] - kinds
    for kind in NEEDS[role] - kinds:
        assert kind.label in decision.reason


def test_nurse_only_registration_without_an_sla_is_a_setting(people: Parties, now, settings) -> None:
    held(people, [Kind.OFFER, Kind.AUTHORISATION], now)
    assert settings.NURSE_ONLY_NEEDS_SLA is True
    assert not ask(people, people.nurse).allowed

    settings.NURSE_ONLY_NEEDS_SLA = False

    assert ask(people, people.nurse).allowed


def test_sent_together_with_homecare_the_nurse_leg_needs_no_sla_of_its_own(people: Parties, now) -> None:
    held(people, [Kind.OFFER, Kind.AUTHORISATION], now)

    assert ask(people, people.nurse, together=frozenset({"nurse", "homecare"})).allowed
    assert not ask(people, people.nurse, together=frozenset({"nurse", "app"})).allowed
    assert not ask(people, people.homecare, together=frozenset({"nurse", "homecare"})).allowed


def test_an_sla_with_one_provider_is_none_with_another(people: Parties, programme, now: datetime) -> None:
    held(people, Kind, now)
    other = builders.a_partner(programme, role="homecare", code="homecare-two", name="Second Homecare")

    decision = ask(people, other)

    assert (decision.allowed, decision.missing) == (False, ("sla",))
    assert "Service Level Agreement with Second Homecare is not in force" in decision.reason


def test_only_providers_with_an_sla_in_force_are_offered(people: Parties, app, programme, now) -> None:
    other = builders.a_partner(programme, role="homecare", code="homecare-two")
    everybody = (app, people.nurse, people.homecare, other, people.sponsor)
    held(people, Kind, now)

    offered = AgreementGate().allowed_partners(organisation=people.organisation, partners=everybody, on=TODAY)

    assert offered == (app, people.nurse, people.homecare)


EDGES = [
    ({}, FIRST, True),
    ({}, FIRST - timedelta(1), False),
    ({"expires_on": TODAY}, TODAY, True),
    ({"expires_on": TODAY}, TODAY + timedelta(1), False),
    ({"replace_by": TODAY}, TODAY, True),
    ({"replace_by": TODAY}, TODAY + timedelta(1), False),
    ({"superseded_on": TODAY}, TODAY - timedelta(1), True),
    ({"superseded_on": TODAY}, TODAY, False),
    ({"terminates_on": TODAY, "termination_requested_on": FIRST}, TODAY - timedelta(1), True),
    ({"terminates_on": TODAY, "termination_requested_on": FIRST}, TODAY, False),
]


@pytest.mark.parametrize(("dates", "on", "counts"), EDGES)
def test_the_dates_decide_to_the_day(
    people: Parties, app, now: datetime, dates, on: date, counts: bool
) -> None:
    held(people, [Kind.OFFER], now)
    Agreement.objects.update(**dates)

    assert ask(people, app, on=on).allowed is counts


def test_what_one_person_attested_does_not_count(people: Parties, app: Partner, now: datetime) -> None:
    attested(people, Kind.OFFER, now=now, effective_on=FIRST)

    decision = ask(people, app)

    assert not decision.allowed
    assert "waiting to be confirmed" in decision.reason
    assert decision.next_actor == "The programme office"


def test_a_refusal_says_what_is_missing_who_acts_next_and_where(people: Parties, app, now: datetime) -> None:
    decision = ask(people, app)

    assert "Overview and Offer Form is not in force" in decision.reason
    assert "(not started)" in decision.reason
    assert (decision.next_actor, decision.url) == ("The hospital team", "/agreements/")


def test_a_refusal_says_how_an_agreement_on_its_way_stands(people: Parties, app, now: datetime) -> None:
    set_up(people, now=now, kinds=(Kind.OFFER,))
    issued(people, Kind.OFFER, now=now)

    assert "(being prepared)" in ask(people, app).reason


def test_a_closed_organisation_sends_nothing_and_its_successor_is_named(people: Parties, app, now) -> None:
    held(people, Kind, now)
    successor = builders.an_organisation(people.programme, ods_code="ZZ009", name="Marram Coast NHS Trust")
    Organisation.objects.filter(pk=people.organisation.pk).update(
        status="closed", closed_on=TODAY, successor=successor
    )
    people.organisation.refresh_from_db()

    decision = ask(people, app)

    assert (decision.allowed, decision.missing) == (False, ("organisation",))
    assert "Its successor is Marram Coast NHS Trust" in decision.reason


def test_nothing_about_patients_goes_to_a_sponsor(people: Parties, now: datetime) -> None:
    held(people, Kind, now)

    assert not ask(people, people.sponsor).allowed


def test_a_partner_that_takes_no_registrations_yet_is_refused(people: Parties, now: datetime) -> None:
    held(people, Kind, now)

    assert not ask(people, people.nurse, on=date(2025, 12, 31)).allowed


@pytest.mark.parametrize("kinds", [(), tuple(Kind)], ids=["none", "all"])
def test_the_gate_asks_the_database_at_most_twice(
    people: Parties, app: Partner, now: datetime, kinds, django_assert_max_num_queries
) -> None:
    held(people, kinds, now)
    organisation = Organisation.objects.get(pk=people.organisation.pk)
    partners = tuple(Partner.objects.all())

    for partner in partners:
        with django_assert_max_num_queries(2):
            AgreementGate().may_send(organisation=organisation, partner=partner, on=TODAY)
    with django_assert_max_num_queries(2):
        AgreementGate().allowed_partners(organisation=organisation, partners=partners, on=TODAY)


def test_a_refusal_lists_each_document_with_its_own_actor_and_page(
    people: Parties, app: Partner, now: datetime
) -> None:
    set_up(people, now=now, kinds=(Kind.OFFER,))
    offer = issued(people, Kind.OFFER, now=now)

    documents = ask(people, people.homecare).documents

    assert [(one.next_actor, one.url) for one in documents] == [
        ("The hospital team", f"/agreements/{offer.reference}/"),
        ("The hospital team", "/agreements/"),
    ]
    assert [one.sentence.count(" is not in force (") for one in documents] == [1, 1]
    assert ask(people, people.homecare).reason == " ".join(one.sentence for one in documents)


def a_desk(people: Parties) -> Partner:
    return builders.a_partner(people.organisation.programme, role="desk", code="questions", listed=False)


def test_a_desk_receives_forms_without_patients_from_members_and_visitors(people: Parties) -> None:
    desk = a_desk(people)

    for organisation in (people.organisation, None):
        assert (
            AgreementGate()
            .may_send(organisation=organisation, partner=desk, on=TODAY, holds_patients=False)
            .allowed
        )


def test_a_desk_never_receives_what_is_said_of_a_patient(people: Parties, now: datetime) -> None:
    desk = a_desk(people)
    held(people, Kind, now)

    decision = ask(people, desk)

    assert not decision.allowed
    assert "Nothing about patients" in decision.reason
    assert (
        AgreementGate().allowed_partners(organisation=people.organisation, partners=(desk,), on=TODAY) == ()
    )


def test_a_visitor_sends_to_nobody_but_a_desk(people: Parties, app: Partner) -> None:
    for partner in (people.nurse, people.homecare, app):
        decision = AgreementGate().may_send(
            organisation=None, partner=partner, on=TODAY, holds_patients=False
        )
        assert not decision.allowed


def test_a_desk_that_takes_no_part_today_receives_nothing(people: Parties) -> None:
    desk = a_desk(people)
    desk.available_from = None

    assert (
        not AgreementGate().may_send(organisation=None, partner=desk, on=TODAY, holds_patients=False).allowed
    )
