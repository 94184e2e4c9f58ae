"""A new text: who is affected, and what is started for those ticked."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from agreements.kinds import Kind
from agreements.models import Agreement
from directory.models import Organisation
from tests import builders
from tests.agreement_texts import an_approved_text
from tests.integration.agreements_register.rows import stored

pytestmark = pytest.mark.django_db


@pytest.fixture
def old_text(programme, today):
    return an_approved_text(programme, now=today - timedelta(days=400))


@pytest.fixture
def agreements(programme, organisation, homecare_provider, old_text, clerk, today):
    """Two agreements in force on the older text, of two organisations."""
    other = builders.an_organisation(programme, ods_code="ZZ002", name="Amber NHS Trust")
    return [
        stored(one, homecare_provider, Kind.SLA, by=clerk, now=today, text_version=old_text)
        for one in (other, organisation)
    ]


@pytest.fixture
def new_text(programme, agreements, today):
    return an_approved_text(programme, now=today, what_changed="Clause 2 is new.", title="Newer")


def address(text):
    return reverse("agreement_register:repaper", args=[text.pk])


def test_a_new_text_lists_the_agreements_on_an_older_one(manager, new_text, agreements):
    texts = manager.get(reverse("agreement_register:repapering")).content.decode()
    shown = manager.get(address(new_text)).content.decode()

    assert f'<a href="{address(new_text)}">2 agreements</a>' in texts
    assert "Clause 2 is new." in shown
    for agreement in agreements:
        assert agreement.reference in shown


def test_those_ticked_are_started_and_the_older_ones_count_until_the_day_that_was_set(
    manager, new_text, agreements, today
):
    until = today.date() + timedelta(days=30)

    shown = manager.post(
        address(new_text), {"agreements": [agreements[0].pk], "replace_by": until.isoformat()}
    ).content.decode()

    started = Agreement.objects.get(origin="repapered")
    assert (started.parent, started.text_version) == (agreements[0], new_text)
    assert "Started: 1" in shown
    assert started.reference in shown
    agreements[0].refresh_from_db()
    assert agreements[0].replace_by == until
    assert not agreements[1].children.exists()


def test_what_could_not_be_started_is_said_with_its_reason(manager, new_text, agreements, today):
    Organisation.objects.filter(pk=agreements[0].organisation_id).update(
        status="closed", closed_on=today.date()
    )

    shown = manager.post(
        address(new_text),
        {
            "agreements": [one.pk for one in agreements],
            "replace_by": (today.date() + timedelta(days=30)).isoformat(),
        },
    ).content.decode()

    assert "Started: 1" in shown
    assert "Left as they are: 1" in shown
    assert "Amber NHS Trust is closed" in shown


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"replace_by": "2020-01-01", "agreements": "all"}, "a day after today"),
        ({"replace_by": "", "agreements": "all"}, "This field is required."),
        ({"replace_by": "2999-01-01"}, "Tick at least one agreement."),
        ({"replace_by": "2999-01-01", "agreements": "foreign"}, "is not one of the available choices"),
    ],
)
def test_a_campaign_without_a_day_or_an_agreement_starts_nothing(manager, new_text, agreements, values, why):
    ticked = [one.pk for one in agreements]
    chosen = {"all": ticked, "foreign": [new_text.pk]}.get(values.pop("agreements", ""), [])

    response = manager.post(address(new_text), {**values, "agreements": chosen})

    assert response.status_code == 422
    assert why in response.content.decode()
    assert not Agreement.objects.filter(origin="repapered").exists()
