"""A calendar of what is published, ends and has to be certified again: as a table, and for other calendars.

Other apps tell what they know of with `on_the_calendar`.
"""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from content.certification.admin.pages import NAMESPACE, CertificationPage
from content.certification.models import Certificate
from content.icalendar import MEDIA_TYPE, WholeDay, calendar_file
from programme.models import Programme

# When work on a new certificate should begin, ahead of the end of the old one.
RENEW_AHEAD = timedelta(days=60)
FIRST_YEAR, LAST_YEAR = 2000, 2200
MAKER = "-//Patient support programmes//Certification//EN"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happens on a day."""

    day: date
    kind: str
    title: str
    address: str


Source = Callable[[date, date, list[Programme]], Iterable[Event]]
_sources: list[Source] = []


def on_the_calendar(source: Source) -> Source:
    """Register what tells of events of programmes from one day to another, both included."""
    if source not in _sources:
        _sources.append(source)
    return source


def events_between(first: date, last: date, *, programmes: Iterable[Programme]) -> list[Event]:
    """Return what happens to programmes from one day to another, both included, by day and title."""
    chosen = list(programmes)
    found = [event for events in _sources for event in events(first, last, chosen)]
    return sorted(found, key=lambda one: (one.day, one.kind, one.title))


def month_from(text: str, *, today: date) -> date:
    """Return the first of a month written as 2027-01; of this month for anything else."""
    try:
        found = datetime.strptime(text, "%Y-%m").date()  # noqa: DTZ007 - a month has no time zone
    except ValueError:
        return today.replace(day=1)
    return found if FIRST_YEAR <= found.year <= LAST_YEAR else today.replace(day=1)


class CalendarPage(CertificationPage):
    """One month."""

    template_name = "certification/admin/calendar.html"
    page_title = "Calendar"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        month = month_from(self.request.GET.get("month", ""), today=today)
        weeks = calendar.Calendar().monthdatescalendar(month.year, month.month)
        by_day: dict[date, list[Event]] = defaultdict(list)
        for event in events_between(weeks[0][0], weeks[-1][-1], programmes=self.programmes):
            by_day[event.day].append(event)
        return {
            **super().get_context_data(**kwargs),
            "month": month,
            "today": today,
            "day_names": list(calendar.day_name),
            "weeks": [[(day, day.month == month.month, by_day[day]) for day in week] for week in weeks],
            "earlier": (month - timedelta(days=1)).replace(day=1),
            "later": (month + timedelta(days=31)).replace(day=1),
        }


class CalendarFile(CertificationPage):
    """The coming year as an iCalendar file (RFC 5545)."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        today = timezone.localdate()
        events = events_between(today, today + timedelta(days=366), programmes=self.programmes)
        days = as_days(events, site=request.build_absolute_uri("/"))
        text = calendar_file(days, maker=MAKER, name="Publishing and certificates", stamp=timezone.now())
        response = HttpResponse(text, content_type=MEDIA_TYPE)
        response["Content-Disposition"] = 'attachment; filename="certification.ics"'
        return response


def as_days(events: Iterable[Event], *, site: str) -> Iterator[WholeDay]:
    """Yield events for a calendar's file; `site` is the address of this server.

    An event keeps its identifier when it moves to another day, so that a calendar takes it once.
    """
    for event in events:
        address = f"{site.rstrip('/')}{event.address}"
        yield WholeDay(
            uid=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{address}#{event.kind}')}",
            day=event.day,
            summary=f"{event.kind}: {event.title}",
            description=address,
        )


@on_the_calendar
def _certificates(first: date, last: date, programmes: list[Programme]) -> list[Event]:
    rows = Certificate.objects.filter(
        programme__in=programmes,
        state=Certificate.State.VALID,
        expires_on__range=(first, last + RENEW_AHEAD),
    )
    found = []
    for one in rows:
        address = reverse(f"{NAMESPACE}:certificate", args=[one.pk])
        for day, kind in (
            (one.expires_on, "Certificate ends"),
            (one.expires_on - RENEW_AHEAD, "Certify again"),
        ):
            if first <= day <= last:
                found.append(Event(day, kind, one.title, address))
    return found


@on_the_calendar
def _pages(first: date, last: date, programmes: list[Programme]) -> list[Event]:
    found = []
    roots = [one.site.root_page.path for one in programmes]
    pages = Page.objects.filter(reduce(or_, (Q(path__startswith=path) for path in roots), Q(pk__in=())))
    own = [str(pk) for pk in pages.values_list("pk", flat=True)]
    for revision in Revision.page_revisions.filter(
        approved_go_live_at__date__range=(first, last), object_id__in=own
    ):
        address = reverse("wagtailadmin_pages:edit", args=[revision.object_id])
        day = timezone.localdate(revision.approved_go_live_at)
        found.append(Event(day, "Is published", revision.object_str, address))
    for page in pages.live().filter(expire_at__date__range=(first, last)):
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        found.append(Event(timezone.localdate(page.expire_at), "Is taken down", page.title, address))
    return found
