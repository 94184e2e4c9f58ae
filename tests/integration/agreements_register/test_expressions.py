"""What the database computes of an agreement is what the rules say of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, given, settings, strategies as st

from agreements.kinds import Kind
from agreements.models import OPEN_STAGES, Agreement
from agreements.next_steps import Actor, next_step
from agreements.readiness import Held, portfolio_of
from agreements.register.expressions import NEVER, live, shown
from agreements.register.matrix import rows_for
from agreements.register.selecting import annotated
from agreements.register.waiting import open_requests, waiting_since
from agreements.standing import end_of, standing_of
from tests import builders
from tests.integration.agreements_register.rows import a_request, an_agreement, stored

pytestmark = pytest.mark.django_db
Stage = Agreement.Stage
NOW = datetime(2027, 1, 4, 9, 30, tzinfo=timezone.get_fixed_timezone(0))
TODAY = date(2027, 1, 4)
# Around today and 90 days after it, so that every border is met often.
DAYS = st.one_of(st.integers(-3, 3), st.integers(87, 93), st.integers(-400, 400)).map(
    lambda days: TODAY + timedelta(days=days)
)
MAYBE = st.none() | DAYS


@st.composite
def columns(draw: Any) -> dict[str, Any]:
    stage = draw(st.sampled_from([*Stage.values, *[Stage.COMPLETE.value] * 12]))
    values: dict[str, Any] = {"stage": stage}
    if stage == Stage.COMPLETE:
        first = draw(DAYS)
        values["effective_on"] = first
        last = draw(st.none() | st.integers(0, 400) | st.integers(87, 93))
        values["expires_on"] = None if last is None else max(first, first + timedelta(days=last))
        values["superseded_on"], values["replace_by"] = draw(MAYBE), draw(MAYBE)
        values["terminates_on"] = draw(MAYBE)
        values["termination_requested_on"] = TODAY
    if stage == Stage.COUNTERSIGNED:
        values["seal_problem"] = draw(st.sampled_from(["", "", "The service does not answer."]))
        values["countersigned_at"] = NOW - timedelta(minutes=draw(st.sampled_from([0, 14, 15, 16, 900])))
    return values


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(columns(), min_size=1, max_size=12))
def test_the_database_says_the_same_as_the_rules_on_any_dates(sponsor, clerk, programme, drawn):
    Agreement.objects.all().delete()
    while programme.organisations.count() < len(drawn):
        code = f"Z{programme.organisations.count():04d}"
        builders.an_organisation(programme, ods_code=code, name=f"Hospital {code}")
    hospitals = list(programme.organisations.all())
    rows = [
        an_agreement(hospital, sponsor, Kind.OFFER, by=clerk, now=NOW, **values)
        for hospital, values in zip(hospitals, drawn, strict=False)
    ]
    Agreement.objects.bulk_create(rows)

    found = annotated(NOW).annotate(how=F("standing"), who=F("actor"), over=F("end"))

    for row in found:
        standing = standing_of(row, TODAY)
        end = end_of(row)
        assert row.how == standing, (row.how, standing)
        assert row.who == next_step(Held(row, standing, asked=False), now=NOW).actor
        assert row.over == (end.on if end else NEVER)


@pytest.mark.parametrize("minutes", [14, 15, 16])
def test_a_seal_that_is_late_is_the_offices_to_the_database_as_well(organisation, sponsor, clerk, minutes):
    signed_at = NOW - timedelta(minutes=minutes)
    row = stored(
        organisation, sponsor, Kind.OFFER, by=clerk, now=signed_at, stage=Stage.COUNTERSIGNED
    )  # fmt: skip

    found = annotated(NOW).annotate(who=F("actor")).get()

    assert found.who == (Actor.ADMINISTRATOR if minutes > 15 else Actor.SYSTEM)
    assert found.who == next_step(Held(row, standing_of(row, TODAY), asked=False), now=NOW).actor


@pytest.mark.parametrize(
    "column", ["effective_on", "expires_on", "replace_by", "superseded_on", "terminates_on"]
)
def test_on_every_border_the_database_says_the_same(programme, sponsor, clerk, column):
    rows = []
    for number, days in enumerate((-2, -1, 0, 1, 2, 88, 89, 90, 91, 92)):
        hospital = builders.an_organisation(programme, ods_code=f"Z{number:04d}", name=f"Hospital {number}")
        values = {"effective_on": TODAY - timedelta(days=400), column: TODAY + timedelta(days=days)}
        if column == "terminates_on":
            values["termination_requested_on"] = TODAY
        rows.append(an_agreement(hospital, sponsor, Kind.OFFER, by=clerk, now=NOW, **values))
    Agreement.objects.bulk_create(rows)

    found = annotated(NOW).annotate(how=F("standing"))
    counting = set(Agreement.objects.filter(live(TODAY)).values_list("pk", flat=True))

    for row in found:
        held = Held(row, standing_of(row, TODAY))
        assert row.how == held.standing
        assert (row.pk in counting) == (held.binds or held.on_its_way)


@pytest.mark.parametrize("stage", OPEN_STAGES)
@pytest.mark.parametrize("step", ["", "opened_at", "read_at", "authority_at", "consented_at"])
def test_waiting_counts_from_the_last_step_of_whoever_is_asked(organisation, sponsor, clerk, stage, step):
    agreement = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=NOW, stage=stage)
    if stage in (Stage.OUT, Stage.SIGNED):
        later = {step: NOW + timedelta(days=2)} if step else {}
        a_request(agreement, by=clerk, now=NOW + timedelta(days=1), **later)

    row = annotated(NOW).annotate(since=F("waiting")).get()

    assert row.since == waiting_since(agreement, open_requests([agreement]).get(agreement.pk))


@pytest.mark.parametrize("named", [False, True])
def test_what_is_out_is_the_teams_turn_until_somebody_is_named(organisation, sponsor, clerk, named):
    agreement = stored(organisation, sponsor, Kind.OFFER, by=clerk, now=NOW, stage=Stage.OUT)
    if named:
        a_request(agreement, by=clerk, now=NOW)

    row = annotated(NOW).annotate(who=F("actor")).get()

    assert row.who == (Actor.SIGNATORY if named else Actor.TEAM)
    assert portfolio_of(organisation, on=TODAY).held[0].asked is named


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(columns(), st.integers(0, 5)), min_size=1, max_size=5))
def test_a_cell_holds_what_the_database_selects_and_misses_nothing_that_counts(
    organisation, homecare_provider, clerk, drawn
):
    Agreement.objects.all().delete()
    on_its_way = 0
    for index, (values, age) in enumerate(drawn):
        if values["stage"] in OPEN_STAGES:
            on_its_way += 1
        if values["stage"] in OPEN_STAGES and on_its_way > 1:
            continue
        # Of what is in force, what came before is superseded: so the services leave it.
        if values["stage"] == Stage.COMPLETE and index < len(drawn) - 1:
            values = {**values, "superseded_on": TODAY - timedelta(days=1)}
        issued = NOW - timedelta(days=age * 10 + len(drawn) - index)
        stored(
            organisation, homecare_provider, Kind.SLA, by=clerk, now=NOW, **{**values, "issued_at": issued}
        )

    portfolio = portfolio_of(organisation, on=TODAY)
    (row,) = rows_for([organisation], [homecare_provider], now=NOW)
    cell = {entry.agreement.pk for entry in row.cells[-1].entries}
    counted = [portfolio.current(Kind.SLA), portfolio.coming(Kind.SLA)]

    selected = set(annotated(NOW).filter(shown(TODAY)).values_list("pk", flat=True))
    assert selected == cell
    assert {one.agreement.pk for one in counted if one is not None} <= cell
