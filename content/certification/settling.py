"""A change that waits for pages takes effect when the last of them is taken down, as when it is certified."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from audit.trail import audited
from forms.routing.failures import log_failure
from labelling.services import RecordMoved
from programme.models import Programme
from programme.of_pages import programme_of_page

logger = logging.getLogger(__name__)
SYSTEM = "certification"


def connect() -> None:
    """Listen to what goes live and what is taken down; called once when the app is ready."""
    page_unpublished.connect(_on_other_pages, dispatch_uid="certification.unpublished")
    page_published.connect(_on_other_pages, dispatch_uid="certification.published")


def settle_what_waits(*, programme: Programme, now: datetime) -> int:
    """Make the changes of a programme that wait for no page any more; return how many.

    One that cannot be made keeps waiting until somebody gives it up: taking a page down is never refused.
    """
    from content.certification.models import PendingChange
    from content.certification.renewals import apply_when_renewed

    waiting = PendingChange.objects.filter(programme=programme, state=PendingChange.State.WAITING)
    made = 0
    for key in list(waiting.values_list("pk", flat=True)):
        try:
            with audited(at=now):
                current = PendingChange.objects.select_for_update().get(pk=key)
                made += apply_when_renewed(current, by=SYSTEM, now=now)
        except RecordMoved as error:
            log_failure(logger, f"Waiting change {key}", error)
    return made


def _on_other_pages(sender: object, instance: Any, **_signal: object) -> None:
    programme = programme_of_page(instance)
    if programme is not None:
        settle_what_waits(programme=programme, now=timezone.now())
