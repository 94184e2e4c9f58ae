"""The tabs of the editor."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import TabbedInterface


class TabsOpenAtProblems(TabbedInterface):
    """Tabs that open where the first problem stands.

    Wagtail's own count of errors on a tab is taken before the editor of the blocks has drawn them.
    """

    class BoundPanel(TabbedInterface.BoundPanel):
        @property
        def attrs(self) -> dict[str, Any]:
            """Return the tabs' HTML attributes, with the tab to open first once something was refused."""
            attrs: dict[str, Any] = super().attrs
            wrong = set(self.form.errors)
            for tab, identifier in self.visible_children_with_identifiers:
                if wrong.intersection(tab.panel.get_form_options().get("fields", ())):
                    return {**attrs, "data-w-tabs-active-panel-id-value": f"tab-{identifier}"}
            return attrs
