"""A colleague's own settings in the admin: what our people have, and nothing that would not be saved."""

from __future__ import annotations

from typing import Any

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.account import AccountView

# Our people have one name, which administrators keep, and no picture.
LEFT_OUT = {"name_email", "avatar"}


class PreferencesView(AccountView):
    """Wagtail's page without the panels for first and last name and picture."""

    def get_panels(self) -> list[Any]:
        return [panel for panel in super().get_panels() if panel.name not in LEFT_OUT]


preferences = require_admin_access(PreferencesView.as_view())
