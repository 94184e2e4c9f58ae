"""What a browser notices behind the page: requests to others, script errors, policy violations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request

# A browser reports the answers that a test asked for on purpose (404, 409, 422) as console errors, and the
# scripts of the rendering that a signatory is shown in a frame without scripts.
_EXPECTED = re.compile(
    r"Failed to load resource: the server responded with a status of 4\d\d"
    r"|Blocked script execution in '[^']*/admin/certification/"
)


@dataclass
class Watch:
    """The notes about one test; `own` is the address of the site."""

    own: str
    elsewhere: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    requests: int = 0

    def over(self, context: BrowserContext) -> None:
        """Note what every page of a browser context does, from now on."""
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self.errors.append(str(error.error)))

    def complaints(self) -> list[str]:
        return [f"asked {url}" for url in self.elsewhere] + self.errors

    def _request(self, request: Request) -> None:
        self.requests += 1
        if not request.url.startswith((f"{self.own}/", "data:", "blob:", "about:")):
            self.elsewhere.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not _EXPECTED.match(message.text):
            self.errors.append(f"{message.text} ({message.location['url']})")
