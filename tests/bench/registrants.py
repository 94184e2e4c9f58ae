"""The demo's referrer, signed in, and answers about a synthetic patient."""

from __future__ import annotations

import re
import time
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from content.demo.browser import Browser
from content.demo.filling import typed
from content.demo.registering import sign_in
from content.loading.files import DEFAULT_PROGRAMME, folder_of
from tests.stack import Stack, manage

REFERRER = "robin.referrer@harbourvale.invalid"
PASSWORD = "harbour lantern meadow"


class TimedBrowser(Browser):
    """Remember how long the last request to each kind of page took, redirects apart."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.taken: dict[str, list[float]] = {}
        self.requests = 0

    def _once(self, method: str, url: str, body: str | None) -> tuple[int, str, str]:
        start = time.perf_counter()
        answer = super()._once(method, url, body)
        self.requests += 1
        name = f"{method} {urlsplit(url).path.rstrip('/').rpartition('/')[2]}"
        self.taken.setdefault(name, []).append((time.perf_counter() - start) * 1000)
        return answer


def signed_in(stack: Stack) -> TimedBrowser:
    """Return a browser in which the demo's referrer is signed in."""
    browser = TimedBrowser(stack.url)

    def code() -> str:
        while True:
            if found := re.search(r"code\s+(\d{6})", manage(stack.env, "code", REFERRER)):
                return found.group(1)
            time.sleep(1)

    sign_in(browser, email=REFERRER, password=PASSWORD, code=code)
    return browser


def the_answers(number: str) -> dict[str, Any]:
    """Return the demo's answers for another synthetic patient."""
    plan = folder_of(DEFAULT_PROGRAMME).read("demo")["registration"]["answers"]
    return {**typed(plan, today=date.today()), "health_number_number": number}  # noqa: DTZ011
