"""People who register patients in a browser and, when a page does not come, simply try the same again."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from http.client import HTTPException
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from accounts.demo_accounts import DEMO_PASSWORD, secret_for
from accounts.totp import code_for, step_at
from content.demo.browser import Browser, BrowsingFailed
from content.demo.filling import Wanted, typed
from content.demo.registering import register, sign_in
from content.loading.files import folder_of
from tests.programme_data import PROGRAMME

TEAM = ("robin.referrer@harbourvale.invalid", "lee.lead@harbourvale.invalid")
LONDON = ZoneInfo("Europe/London")
PATIENCE_SECONDS = 180.0
_DRAFT = re.compile(r"/draft/([0-9a-f-]{36})/")


class PatientBrowser(Browser):
    """Send a request again until it is answered; `before_submit` is called before a form is sent off.

    `drafts` are those whose pages were seen, `errors` the pages that should never come.
    """

    def __init__(self, address: str, *, before_submit: Callable[[], object] = lambda: None) -> None:
        super().__init__(address)
        self.drafts: set[str] = set()
        self.errors: list[str] = []
        self.repeated = 0
        self._before_submit = before_submit

    def _once(self, method: str, url: str, body: str | None) -> tuple[int, str, str]:
        path = urlsplit(url).path
        if method == "POST" and path.endswith("/submit/"):
            self._before_submit()
        end = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                status, location, html = super()._once(method, url, body)
                break
            except (BrowsingFailed, HTTPException):
                if time.monotonic() > end:
                    raise
                self.repeated += 1
                time.sleep(0.2)
        if status >= 500:
            self.errors.append(f"{method} {path} answered {status}")
        self.drafts.update(_DRAFT.findall(path))
        return status, location, html


def signed_in(address: str, email: str, **options: Any) -> PatientBrowser:
    """Return a browser in which a demo person is signed in with both factors."""
    browser = PatientBrowser(address, **options)
    now = datetime.now(LONDON)
    code = code_for(secret_for(email), step=step_at(now))
    sign_in(browser, email=email, password=DEMO_PASSWORD, code=lambda: code)
    return browser


def answers_for(number: str) -> Wanted:
    """Return the demo's answers for the patient with this NHS number."""
    plan = folder_of(PROGRAMME).read("demo")["registration"]
    return {**typed(plan["answers"], today=datetime.now(LONDON).date()), "health_number_number": number}


class Team:
    """Several people who register patients at the same time; `accepted` tells who was promised what."""

    def __init__(self, browsers: Iterable[PatientBrowser]) -> None:
        self.browsers = tuple(browsers)
        self.accepted: dict[str, str] = {}  # NHS number -> the reference that the confirmation showed
        self._lock = threading.Lock()

    def register(self, numbers: Iterable[str]) -> None:
        """Register one patient per number; the next free person takes the next one."""
        waiting, failures = list(numbers)[::-1], []

        def work(browser: PatientBrowser) -> None:
            try:
                while (number := self._next(waiting)) and not failures:
                    answers = answers_for(number)
                    self.accepted[number] = register(
                        browser, form_slug="registration", answers=answers, say=lambda title: None
                    )
            except Exception as error:  # noqa: BLE001 - raised again in the test's own thread
                failures.append(error)

        threads = [threading.Thread(target=work, args=(browser,)) for browser in self.browsers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def _next(self, waiting: list[str]) -> str | None:
        with self._lock:
            return waiting.pop() if waiting else None
