"""Clear dates once they have done their work."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from wagtail.signals import page_published, page_unpublished

from content.drafts.schedule import clear_passed_dates


def connect() -> None:
    """Listen; called once when the app is ready."""
    page_published.connect(_clear, dispatch_uid="drafts.published")
    page_unpublished.connect(_clear, dispatch_uid="drafts.unpublished")


def _clear(instance: Any, **_: Any) -> None:
    clear_passed_dates(instance, now=timezone.now())
