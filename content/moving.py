"""A page stays on the site of its programme: what is written and certified there holds for that programme alone."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.models import Page
from wagtail.signals import pre_page_move

from programme.models import Programme
from programme.of_pages import programme_of_page


class LeavesProgramme(PermissionDenied):
    """A page was to be moved off its programme's site, or a whole site into another one."""


def refuse_to_leave(page: Page, parent: Page) -> None:
    """Raise LeavesProgramme where a page would not stand on its programme's site any more below `parent`."""
    title, own, there = page.get_admin_display_title(), programme_of_page(page), programme_of_page(parent)
    held = programme_from(page)
    if held is not None:
        if there is not None and there != held:
            raise LeavesProgramme(
                f"“{title}” was not moved: the site of {held.name} starts there, and it would stand inside "
                f"the site of {there.name}."
            )
    elif own is not None and own != there:
        raise LeavesProgramme(
            f"“{title}” was not moved: it belongs to {own.name}, for which it is written and certified. "
            "Copy it instead: the copy is a draft with no job code, and is certified for itself."
        )


def programme_from(page: Page) -> Programme | None:
    """Return a programme whose first page is this one or lies below it."""
    return Programme.objects.filter(site__root_page__path__startswith=page.path).first()


def watch_moves() -> None:
    """Refuse moves before anything is written, whichever road they take: all of Wagtail's send this signal."""
    pre_page_move.connect(_refuse, dispatch_uid="content.moving")


def _refuse(instance: Page, parent_page_after: Page, **_signal: Any) -> None:
    refuse_to_leave(instance, parent_page_after)
