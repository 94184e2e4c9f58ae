"""Previews of a form while it is edited: supplied by the floor above that knows how teams see it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from forms.definitions.models import Form

Modes = list[tuple[str, str]]


class Previews(Protocol):
    """What shows a form as people will see it."""

    def modes(self, form: Form) -> Modes:
        """Return what of the form can be previewed: names for addresses, and for people."""
        ...

    def serve(self, form: Form, request: HttpRequest, mode: str) -> HttpResponse:
        """Return one preview of the form as it stands, finished or not."""
        ...


_supplied: list[Previews] = []


def supply(previews: Previews) -> None:
    """Supply the previews, at start-up; a second supply replaces the first."""
    _supplied[:] = [previews]


def supplied() -> Previews | None:
    """Return what shows previews, or None where nothing does."""
    return _supplied[0] if _supplied else None
