"""What axe-core finds on a page."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, ViewportSize

DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What stands around our own markup in the admin is Wagtail's: its side bar, header, filters and editor.
WAGTAILS: dict[str, Any] = {
    "include": [["main"]],
    "exclude": [["header"], [".w-header"], [".w-slim-header"], ["form[role=search]"], [".messages"]],
}


class Findings:
    """What axe found, page by page."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.pages = 0

    def look(self, page: Page, what: str, context: dict[str, Any] | None = None) -> None:
        self.pages += 1
        options = {"runOnly": {"type": "tag", "values": RULES}}
        results = Axe().run(page, context=context, options=options)
        assert results.response["passes"], f"axe saw nothing on {what}."
        for violation in results.response["violations"]:
            for node in violation["nodes"]:
                self.found.append(f"{what}: {violation['id']}: {node['html'][:200]}")

    def look_at_each_width(self, page: Page, what: str, context: dict[str, Any] | None = None) -> None:
        """Look at a page as it is on a phone and on a desk."""
        for width, size in (("phone", PHONE), ("desktop", DESKTOP)):
            page.set_viewport_size(size)
            self.look(page, f"{what}, {width}", context)
