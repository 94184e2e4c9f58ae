"""What the change of a locked record does to pages: asked of the floor above, which supplies it at start-up.

Without an answer nothing changes where pages could show it, as with the gate of registrations.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from wagtail.models import Page

from labelling.models import RecordChange

# The root, and below it what a new Wagtail comes with.
FIRST_DEPTH_OF_PAGES = 2


class ChangeRefused(Exception):
    """The floor of pages refuses a change for now; the message says what to do."""


class EffectsUnknown(ChangeRefused):
    """Nobody says which pages a change touches, so it is not made."""


class Effects(Protocol):
    """What the floor of pages supplies."""

    def touched(self, *, change: RecordChange, make: Callable[[], object]) -> tuple[str, ...]:
        """Return the titles of the pages that would show something else once `make` was called."""
        ...

    def has_to_wait(
        self, *, change: RecordChange, make: Callable[[], object], by: Any, now: datetime
    ) -> bool:
        """Say whether an approved change has to wait for pages; if so, it is remembered and made later."""
        ...

    def waits(self, *, change: RecordChange) -> bool:
        """Say whether an approved change still waits for pages."""
        ...


class NoEffects:
    """What holds while nothing is supplied: changes are made while there are no pages to show them."""

    def touched(self, *, change: RecordChange, make: Callable[[], object]) -> tuple[str, ...]:
        self._refuse_where_pages_are()
        return ()

    def has_to_wait(
        self, *, change: RecordChange, make: Callable[[], object], by: Any, now: datetime
    ) -> bool:
        self._refuse_where_pages_are()
        return False

    def waits(self, *, change: RecordChange) -> bool:
        return False

    def _refuse_where_pages_are(self) -> None:
        if Page.objects.filter(live=True, depth__gt=FIRST_DEPTH_OF_PAGES).exists():
            raise EffectsUnknown("The site cannot say which pages this touches, so nothing was changed.")


_supplied: list[Effects] = []


def register(effects: Effects) -> None:
    """Supply what changes do to pages; a second registration replaces the first."""
    _supplied[:] = [effects]


def effects() -> Effects:
    """Return what was supplied, or what refuses."""
    return _supplied[0] if _supplied else NoEffects()
