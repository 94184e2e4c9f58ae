"""How long an answer may be kept."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import RequestFactory

from content.caching.marks import MARK, may_be_kept, never_keep

MORNING = datetime(2027, 1, 4, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def ten_minutes(settings):
    settings.PAGE_CACHE_SECONDS = 600


def kept_until(*, now: datetime, until: datetime | None = None) -> datetime:
    request = RequestFactory().get("/")
    may_be_kept(request, until=until, now=now)
    return datetime.fromtimestamp(request.environ[MARK], UTC)


def test_an_answer_is_kept_as_long_as_the_setting_says(settings):
    settings.PAGE_CACHE_SECONDS = 300

    assert kept_until(now=MORNING) == MORNING + timedelta(seconds=300)


def test_an_answer_ends_with_its_page():
    assert kept_until(now=MORNING, until=MORNING + timedelta(seconds=5)) == MORNING + timedelta(seconds=5)


@pytest.mark.parametrize(
    ("now", "midnight"),
    [
        (datetime(2027, 1, 4, 23, 59, tzinfo=UTC), datetime(2027, 1, 5, tzinfo=UTC)),
        # An hour of summer time: the day in London ends at 23:00 UTC.
        (datetime(2027, 7, 4, 22, 59, tzinfo=UTC), datetime(2027, 7, 4, 23, tzinfo=UTC)),
    ],
)
def test_an_answer_never_passes_midnight_in_london(settings, now, midnight):
    settings.PAGE_CACHE_SECONDS = 3600

    assert kept_until(now=now) == midnight


def test_what_was_allowed_can_be_taken_back():
    request = RequestFactory().get("/")
    may_be_kept(request, now=MORNING)

    never_keep(request)

    assert MARK not in request.environ
