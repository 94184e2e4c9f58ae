"""Sign-ups over time and what ends soon, from the agreements as they are."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse

from agreements.kinds import Kind
from agreements.models import Agreement
from agreements.register.ending import ending_groups
from agreements.register.sign_ups import sign_ups
from tests.integration.agreements_register.rows import stored

pytestmark = pytest.mark.django_db


def table_rows(shown):
    """Return the months that the table beside the chart lists."""
    return re.findall(r'<th scope="row">\s*\w+ 20\d\d\s*</th>', shown)


def test_months_count_what_became_complete_in_them_by_kind(
    programme, organisation, counterparties, clerk, now
):
    sponsor, _, homecare = counterparties
    done = (
        (sponsor, Kind.OFFER, datetime(2026, 11, 30, 23, 30, tzinfo=UTC)),
        (sponsor, Kind.OFFER, datetime(2026, 12, 1, 0, 30, tzinfo=UTC)),
        (homecare, Kind.SLA, datetime(2027, 1, 2, tzinfo=UTC)),
        # In the United Kingdom this was June already.
        (homecare, Kind.SLA, datetime(2026, 5, 31, 23, 30, tzinfo=UTC)),
        (homecare, Kind.SLA, datetime(2025, 12, 31, 23, 59, tzinfo=UTC)),
    )
    for partner, kind, at in done:
        stored(organisation, partner, kind, by=clerk, now=now, completed_at=at)
    stored(organisation, homecare, Kind.SLA, by=clerk, now=now, medium="carried", origin="carried_over")
    stored(organisation, sponsor, Kind.OFFER, by=clerk, now=now, stage=Agreement.Stage.OUT)

    months = sign_ups(programme_id=programme.pk, months=12, now=now)

    assert len(months) == 12
    counted = {month.first.isoformat(): month.counts for month in months if month.total}
    assert counted == {
        "2026-06-01": (0, 0, 1),
        "2026-11-01": (1, 0, 0),
        "2026-12-01": (1, 0, 0),
        "2027-01-01": (0, 0, 1),
    }


def test_endings_are_grouped_by_how_near_they_are_and_say_what_follows(
    programme, organisation, counterparties, clerk, now
):
    sponsor, nurse, homecare = counterparties
    for partner, kind, days in (
        (sponsor, Kind.OFFER, 29),
        (nurse, Kind.AUTHORISATION, 30),
        (homecare, Kind.SLA, 90),
    ):
        stored(organisation, partner, kind, by=clerk, now=now, expires_on=now.date() + timedelta(days=days))
    stored(organisation, sponsor, Kind.OFFER, by=clerk, now=now, stage=Agreement.Stage.DRAFT)

    near, middle, far = ending_groups(programme_id=programme.pk, now=now)

    assert [(line.agreement.kind, line.followed) for line in near.lines] == [("offer", True)]
    assert [(line.agreement.kind, line.followed) for line in middle.lines] == [("authorisation", False)]
    # Its last day is the ninetieth from today, so it stands on that day still.
    assert (far.count, far.lines) == (0, ())


def test_the_page_draws_the_same_figures_that_its_table_lists(onlooker, organisation, sponsor, clerk, today):
    stored(organisation, sponsor, Kind.OFFER, by=clerk, now=today)

    shown = onlooker.get(reverse("agreement_register:figures"), {"months": "24"}).content.decode()

    assert len(table_rows(shown)) == 24
    assert 'role="img"' in shown
    assert '<title id="chart-title">Agreements completed each month</title>' in shown
    assert "1 agreements were completed: 1 of Overview and Offer Form" in shown
    assert shown.count('class="register-bar register-bar--1"') == 2, "one in the legend, one in the chart"
    assert "<script" not in shown[shown.index("<svg") : shown.index("</svg>")]
    assert "style=" not in shown[shown.index('class="register-svg"') : shown.index("</figure>")]


def test_a_programme_without_agreements_has_an_empty_chart(onlooker, programme):
    shown = onlooker.get(reverse("agreement_register:figures"), {"months": "7"}).content.decode()

    assert "no agreement was completed" in shown
    assert len(table_rows(shown)) == 12
