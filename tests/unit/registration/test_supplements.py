"""What follows from the answers is printed beside them and goes where they go."""

from __future__ import annotations

from forms.registration.supplements import planned
from programme.models import Product

PRODUCT = Product(loading_weeks=[0, 1, 2, 4], interval="monthly", first_delivery_doses=4)


def test_the_first_dose_brings_the_calendar_of_the_first_year() -> None:
    (injections,) = planned(PRODUCT, {"first_dose_date": "2027-01-04"})

    assert injections.source_field == "first_dose_date"
    this_year, next_year = (line.replace("\N{NO-BREAK SPACE}", " ") for line in injections.lines)
    assert this_year.startswith("2027: 4 January, 11 January, 18 January, 1 February, 1 March, 1 April")
    assert next_year == "2028: 1 January"


def test_the_pace_of_deliveries_brings_their_calendar() -> None:
    _, deliveries = planned(
        PRODUCT, {"first_dose_date": "2027-01-04", "delivery_frequency": "every_three_months"}
    )

    assert deliveries.source_field == "delivery_frequency"
    assert deliveries.lines[:2] == (
        "4 injections, in time for 4 January 2027",
        "3 injections, in time for 1 March 2027",
    )


def test_the_first_delivery_is_in_time_for_the_day_that_the_team_gave() -> None:
    _, deliveries = planned(
        PRODUCT,
        {
            "first_dose_date": "2027-01-04",
            "delivery_frequency": "every_three_months",
            "first_delivery_by": "2027-01-02",
        },
    )

    assert deliveries.lines[:2] == (
        "4 injections, in time for 2 January 2027",
        "3 injections, in time for 1 March 2027",
    )


def test_monthly_deliveries_hold_one_injection_each() -> None:
    _, deliveries = planned(PRODUCT, {"first_dose_date": "2027-01-04", "delivery_frequency": "monthly"})

    assert deliveries.lines[1] == "1 injection, in time for 1 March 2027"


def test_nothing_is_planned_before_the_first_dose_has_a_date() -> None:
    assert list(planned(PRODUCT, {"delivery_frequency": "monthly"})) == []
