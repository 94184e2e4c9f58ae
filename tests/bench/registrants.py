"""The demo's referrer, signed in, and answers about a synthetic patient."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from content.demo.browser import Browser, BrowsingFailed
from content.demo.filling import typed
from content.demo.registering import sign_in
from content.loading.files import folder_of
from tests.processes import Server, family
from tests.programme_data import PROGRAMME
from tests.stack import Stack, manage

REFERRER = "robin.referrer@harbourvale.invalid"
PASSWORD = "harbour lantern meadow"
PATIENCE = 5


@dataclass(frozen=True, slots=True)
class Cost:
    """One request: milliseconds on the clock, and of the server's CPU."""

    wall: float
    cpu: float


class TimedBrowser(Browser):
    """Remember what every request cost, by method and path; a redirect is a request of its own."""

    def __init__(self, address: str, server: Server) -> None:
        super().__init__(address)
        self.server = server
        self.costs: list[tuple[str, str, Cost]] = []

    def _once(self, method: str, url: str, body: str | None) -> tuple[int, str, str]:
        cpu, start = cpu_ms(self.server), time.perf_counter()
        answer = super()._once(method, url, body)
        wall = (time.perf_counter() - start) * 1000
        self.costs.append((method, urlsplit(url).path, Cost(wall, cpu_ms(self.server) - cpu)))
        return answer


def cpu_ms(server: Server) -> float:
    """Return the milliseconds that a server of single-threaded processes has run, to the microsecond."""
    ran = (Path(f"/proc/{pid}/schedstat").read_text().split()[0] for pid in family(server.pid))
    return sum(map(int, ran)) / 1e6


def signed_in(stack: Stack) -> TimedBrowser:
    """Return a browser in which the demo's referrer is signed in."""
    browser = TimedBrowser(stack.url, stack.web)

    def code() -> str:
        while True:
            if found := re.search(r"code\s+(\d{6})", manage(stack.env, "code", REFERRER)):
                return found.group(1)
            time.sleep(1)

    _wait_until_awake(browser)
    sign_in(browser, email=REFERRER, password=PASSWORD, code=code)
    return browser


def _wait_until_awake(browser: Browser) -> None:
    """Let every worker of a server that has just started load the product."""
    for _ in range(PATIENCE):
        try:
            browser.open("/account/login/")
            return
        except BrowsingFailed:
            continue
    raise RuntimeError(f"{browser.address} did not answer.")


def the_answers(number: str) -> dict[str, Any]:
    """Return the demo's answers for another synthetic patient."""
    plan = folder_of(PROGRAMME).read("demo")["registration"]["answers"]
    return {**typed(plan, today=date.today()), "health_number_number": number}  # noqa: DTZ011
