from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from wagtail.models import Page

from accounts.models import User
from audit.models import AuditEvent
from content.models import StandardPage
from content.ratings.figures import Figures, figures_of, version_of, worst_rated
from content.ratings.models import Rating, RatingSettings
from content.ratings.services import NoSuchValue, rate, save_settings
from programme.models import Programme

pytestmark = pytest.mark.django_db


def test_a_second_vote_of_a_visitor_takes_the_place_of_the_first(page: Page, now: datetime) -> None:
    rate(page=page, version="1", visitor="a", value=2, now=now)
    rate(page=page, version="1", visitor="a", value=5, now=now + timedelta(days=1))

    vote = Rating.objects.get()
    assert (vote.value, vote.rated_at) == (5, now + timedelta(days=1))


def test_a_new_version_is_voted_on_anew(page: Page, now: datetime) -> None:
    rate(page=page, version="1", visitor="a", value=2, now=now)
    rate(page=page, version="2", visitor="a", value=5, now=now)

    assert figures_of(page, version="1") == Figures(page.pk, 1, 2.0)
    assert figures_of(page, version="2") == Figures(page.pk, 1, 5.0)


@pytest.mark.parametrize("value", [0, 6, -1])
def test_only_one_to_five_are_votes(page: Page, now: datetime, value: int) -> None:
    with pytest.raises(NoSuchValue):
        rate(page=page, version="1", visitor="a", value=value, now=now)

    assert not Rating.objects.exists()


@pytest.mark.parametrize(("visitor", "value"), [("a", 3), ("b", 6)])
def test_the_database_keeps_one_vote_from_one_to_five(
    page: Page, now: datetime, visitor: str, value: int
) -> None:
    Rating.objects.create(page=page, version="1", visitor="a", value=1, rated_at=now)

    with pytest.raises(IntegrityError), transaction.atomic():
        Rating.objects.create(page=page, version="1", visitor=visitor, value=value, rated_at=now)


def test_votes_are_no_audit_events(page: Page, now: datetime) -> None:
    before = AuditEvent.objects.count()

    rate(page=page, version="1", visitor="a", value=2, now=now)

    assert AuditEvent.objects.count() == before


def test_figures_are_said_in_words() -> None:
    assert str(Figures(1, 0, 0.0)) == "No votes yet"
    assert str(Figures(1, 1, 5.0)) == "5.0 out of 5 from 1 vote"
    assert str(Figures(1, 3, 13 / 3)) == "4.3 out of 5 from 3 votes"


def test_the_worst_rated_live_versions_come_first(page: Page, programme: Programme, now: datetime) -> None:
    pages = [page]
    for slug in ("better", "few", "draft"):
        below = StandardPage(title=slug, slug=slug, job_code=f"X-{slug}", live=False)
        pages.append(page.add_child(instance=below))
    Page.objects.filter(slug__in=["better", "few"]).update(live=True)
    votes = {page.pk: [1, 2, 3], pages[1].pk: [4, 4, 5], pages[2].pk: [1], pages[3].pk: [1, 1, 1]}
    for rated in pages:
        for number, value in enumerate(votes[rated.pk]):
            rate(page=rated, version=version_of(rated), visitor=str(number), value=value, now=now)
    rate(page=page, version="older", visitor="z", value=1, now=now)

    found = worst_rated(programme=programme, minimum_votes=2)

    assert [(one.page_id, one.votes) for one in found] == [(page.pk, 3), (pages[1].pk, 3)]


def test_settings_are_kept_and_recorded(programme: Programme, editor: User, now: datetime) -> None:
    save_settings(settings=RatingSettings(programme=programme, shown_to_visitors=True), by=editor, now=now)

    assert RatingSettings.objects.get().shown_to_visitors
    assert AuditEvent.objects.filter(action="rating_settings.saved").count() == 1
