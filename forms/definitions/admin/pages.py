"""Pages about one form beside its editor: this floor's and those that floors above register."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wagtail.admin.widgets.button import HeaderButton

if TYPE_CHECKING:
    from forms.definitions.models import Form


@dataclass(frozen=True, slots=True)
class FormPage:
    """A page about one form, and to whom its button is shown; smaller `order` stands first."""

    label: str
    icon: str
    address: Callable[[Form], str]
    shown_to: Callable[[Any], bool]
    order: int = 100


_pages: dict[str, FormPage] = {}


def register_form_page(page: FormPage) -> None:
    """Make a page about one form known, once, at start-up."""
    _pages[page.label] = page


def pages_for(user: Any) -> list[FormPage]:
    """Return the pages that a person may open."""
    return sorted((page for page in _pages.values() if page.shown_to(user)), key=lambda page: page.order)


class WithFormPages:
    """A view of one form whose header leads to its other pages."""

    header_buttons: list[Any]
    request: Any

    def get_form_of_pages(self) -> Form:
        """Return the form that the buttons are about."""
        form: Form = self.object  # type: ignore[attr-defined]
        return form

    def get_header_buttons(self) -> list[Any]:
        """Return the view's own buttons after those of the pages."""
        form = self.get_form_of_pages()
        buttons = [
            HeaderButton(page.label, url=page.address(form), icon_name=page.icon, priority=page.order)
            for page in pages_for(self.request.user)
        ]
        own: list[Any] = super().get_header_buttons()  # type: ignore[misc]
        return buttons + own
