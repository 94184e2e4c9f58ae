"""Count votes, and change who sees them. Votes are no audit events: they are nobody's act on a record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from wagtail.models import Page

from audit.trail import audited, record
from content.ratings.models import HIGHEST, LOWEST, Rating, RatingSettings


class NoSuchValue(Exception):
    """A vote is not one of the five."""


def rate(*, page: Page, version: str, visitor: str, value: int, now: datetime) -> Rating:
    """Keep a visitor's vote about a version of a page in place of an earlier one; raise NoSuchValue."""
    if not LOWEST <= value <= HIGHEST:
        raise NoSuchValue(f"Choose a number from {LOWEST} to {HIGHEST}.")
    with transaction.atomic():
        rating, _ = Rating.objects.update_or_create(
            page_id=page.pk,
            version=version,
            visitor=visitor,
            defaults={"value": value, "rated_at": now},
        )
    return rating


def save_settings(*, settings: RatingSettings, by: object, now: datetime) -> RatingSettings:
    """Keep whether a programme's visitors see averages, and from how many votes on."""
    with audited(at=now):
        settings.save()
        record(
            "rating_settings.saved",
            actor=by,
            subject=settings,
            programme=settings.programme_id,
            detail={
                "shown_to_visitors": settings.shown_to_visitors,
                "minimum_votes": settings.minimum_votes,
            },
        )
    return settings
