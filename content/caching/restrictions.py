"""Wagtail's own locks on pages (a password, a group): rare, so whether there are any is remembered."""

from __future__ import annotations

from django.db import models
from django.db.models import QuerySet
from wagtail.models import Page, PageViewRestriction

from stamps import RECORDS, remembered


def there_are_any() -> bool:
    """Say whether any page is locked; a query only after a lock was set or taken off."""
    found: bool = remembered(RECORDS, "page view restrictions", PageViewRestriction.objects.exists)
    return found


def is_locked(page: Page) -> bool:
    """Say whether a page, or one above it, is locked: then what one reader gets is not for the next."""
    return bool(page.get_view_restrictions().exists())


class SeldomLockedPage(models.Model):
    """A page type that asks for its locks only where there are any."""

    class Meta:
        abstract = True

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return the locks on this page and above it."""
        found: QuerySet[PageViewRestriction] = PageViewRestriction.objects.none()
        # Asked twice for each answer: by who keeps it, and by Wagtail.
        if not hasattr(self, "_may_be_locked"):
            self._may_be_locked = there_are_any()
        if self._may_be_locked:
            found = super().get_view_restrictions()  # type: ignore[misc]
        return found
