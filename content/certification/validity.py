"""Which pages are certified at a moment. What has expired is gone at that second, whatever jobs have done yet."""

from __future__ import annotations

from datetime import date, datetime
from typing import TypeVar

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.models import Page

from content.certification.models import Certificate

P = TypeVar("P", bound=Page)


def valid_on_the_day_of(now: datetime) -> QuerySet[Certificate]:
    """Return the certificates that hold at a moment; they end at the first second of a local day."""
    return Certificate.objects.filter(state=Certificate.State.VALID, expires_on__gt=timezone.localdate(now))


def live_and_certified(pages: QuerySet[P], *, now: datetime | None = None) -> QuerySet[P]:
    """Return those of `pages` that are live and whose certificate holds; one query with what follows."""
    holds = valid_on_the_day_of(now or timezone.now()).filter(page=OuterRef("pk"))
    return pages.filter(live=True).filter(Exists(holds))


def note_certified(page: Page, *, on: date) -> None:
    """Note on a page that was just read that its certificate is known to hold on a day."""
    page._certified_on = on


def is_certified(page: Page, *, now: datetime | None = None) -> bool:
    """Say whether a page's certificate holds; one query, none where that was noted for the day."""
    if getattr(page, "_certified_on", None) == timezone.localdate(now):
        return True
    return valid_on_the_day_of(now or timezone.now()).filter(page=page.pk).exists()


def certificate_of(page: Page) -> Certificate | None:
    """Return the valid certificate of a page, if there is one; one query."""
    return Certificate.objects.filter(page=page.pk, state=Certificate.State.VALID).first()


def expiry_of(page: Page) -> datetime | None:
    """Return the second at which a page's certificate ends, for caches; None without a certificate."""
    certificate = certificate_of(page)
    return certificate.expires_at if certificate is not None else None


def is_under_review(page: Page) -> bool:
    """Say whether a page that is not shown once was: its last certificate in force has ended."""
    last = (
        Certificate.objects.filter(page=page.pk, in_force_at__isnull=False).order_by("-in_force_at").first()
    )
    return last is not None and last.state in (Certificate.State.EXPIRED, Certificate.State.WITHDRAWN)


def was_certified(page: Page) -> bool:
    """Say whether a page, or one below it, was ever certified."""
    return Certificate.objects.filter(page__path__startswith=page.path).exists()
