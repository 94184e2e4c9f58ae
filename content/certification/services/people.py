"""Whom something about a page concerns."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from wagtail.models import Page, Revision

from accounts.models import User
from content.certification.services.signatories import current_signatories
from programme.models import Programme


def concerned_with(
    page: Page | None, *, programme: Programme, now: datetime, asked: User | None = None
) -> list[User]:
    """Return the programme's signatories, whoever asked for a certificate, and whoever wrote the page last."""
    signatories = current_signatories(programme=programme, on=timezone.localdate(now))
    people = {one.user for one in signatories}
    if asked is not None:
        people.add(asked)
    if page is not None:
        last = Revision.page_revisions.filter(object_id=str(page.pk), user__isnull=False)
        newest = last.order_by("-pk").select_related("user").first()
        if newest is not None and newest.user is not None:
            people.add(newest.user)
    return sorted(people, key=lambda one: one.email)
