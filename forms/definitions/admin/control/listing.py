"""The list of forms, with the way to import one."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.widgets.button import Button
from wagtail.snippets.views.snippets import IndexView

from forms.definitions.admin.control.base import CHANGE, form_url

ADD = "form_definitions.add_form"


class FormIndexView(IndexView):
    """Forms, for whoever may see them."""

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Return the buttons of the header; importing makes a draft, so it takes the rights to write one."""
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perm(ADD) and self.request.user.has_perm(CHANGE):
            buttons.append(Button("Import a form", url=form_url("import"), icon_name="upload", priority=30))
        return buttons
