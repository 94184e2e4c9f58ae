"""The days of documents on the calendar of what is published and ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q
from django.urls import reverse

from content.certification.admin.calendar import Event, on_the_calendar
from content.library.models import Document
from programme.models import Programme


@on_the_calendar
def days_of_documents(first: date, last: date, programmes: list[Programme]) -> Iterator[Event]:
    """Tell of the days on which documents take effect and of their last days; one query."""
    within = Q(effective_on__range=(first, last)) | Q(expires_on__range=(first, last))
    rows = Document.objects.filter(within, programme__in=programmes).exclude(current=None)
    for one in rows.select_related("current"):
        address = reverse("wagtaildocs:edit", args=[one.pk])
        for day, kind in ((one.effective_on, "Takes effect"), (one.expires_on, "Last day")):
            if day is not None and first <= day <= last:
                yield Event(day, kind, one.current.title, address)
