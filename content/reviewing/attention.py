"""What is overdue, for the panel on the admin's first page."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from content.reviewing.due import waiting_steps
from content.roles.reach import pages_of
from content.roles.rights import REPORTS
from forms.routing.attention import AttentionLine, attention


@attention
def overdue_reviews(request: HttpRequest) -> Iterable[AttentionLine]:
    """Report steps whose day has passed to those who read the report of what waits."""
    if not request.user.has_perm(REPORTS):
        return
    waiting = waiting_steps(pages_of(request.user), on=timezone.localdate())
    yield AttentionLine(
        sum(one.overdue for one in waiting),
        "page is overdue for its review or certificate",
        "pages are overdue for their review or certificate",
        reverse("waiting_pages_report"),
        urgent=True,
    )
