"""A query that was put together once answers as the query itself would, whatever stands in for its marks."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection

from programme.models import SafetyRecord
from rows.questions import Question

pytestmark = pytest.mark.django_db
TITLE, DAY = "@title", date(2, 2, 2)


@pytest.fixture
def records(programme):
    SafetyRecord.objects.all().delete()
    return [
        SafetyRecord.objects.create(
            programme=programme, kind="adverse_events", territory=territory, title=title, revised_on=revised
        )
        for title, territory, revised in (
            ("Reporting", "united_kingdom", date(2026, 3, 1)),
            ("Reporting here", "great_britain", date(2026, 9, 1)),
            ("Else", "northern_ireland", date(2026, 9, 1)),
        )
    ]


def test_marks_stand_for_values_and_for_beginnings(records, django_assert_num_queries):
    asked = SafetyRecord.objects.filter(title__startswith=TITLE, revised_on__gt=DAY).order_by("title")
    question = Question(asked.values_list("pk", "title", "revised_on"), connection.alias)

    for begins, day in (("Rep", date(2026, 1, 1)), ("Rep", date(2026, 8, 1)), ("E", date(2026, 1, 1))):
        with django_assert_num_queries(1):
            found = list(question.rows({TITLE: begins, str(DAY): day}))
        expected = asked.model.objects.filter(title__startswith=begins, revised_on__gt=day).order_by("title")
        assert found == list(expected.values_list("pk", "title", "revised_on"))
        assert found


def test_what_is_no_mark_stays(records):
    asked = SafetyRecord.objects.filter(title="Else", revised_on__gt=DAY).values_list("title")

    assert list(Question(asked, connection.alias).rows({str(DAY): date(2026, 1, 1)})) == [("Else",)]


def test_a_value_is_never_part_of_the_text(records):
    asked = SafetyRecord.objects.filter(title=TITLE).values_list("title")

    assert list(Question(asked, connection.alias).rows({TITLE: "' OR 1=1 --"})) == []
