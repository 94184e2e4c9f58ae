"""The demo's people as a browser signs them in: password, then a code of `make code`."""

from __future__ import annotations

import hashlib
import hmac
import re
import time
from base64 import b32decode
from dataclasses import dataclass
from typing import Protocol

from playwright.sync_api import Page

from tests.stack import Stack, manage

REFERRER = "robin.referrer@harbourvale.invalid"
LEAD = "lee.lead@harbourvale.invalid"
OTHER_REFERRER = "sam.referrer@thornmere.invalid"
FORM_EDITOR = "edith.editor@programme.invalid"
FORM_APPROVER = "anil.approver@programme.invalid"
CRITICAL_APPROVER = "cleo.critical@programme.invalid"
ADMINISTRATOR = "petra.admin@programme.invalid"
OTHER_ADMINISTRATOR = "ada.admin@programme.invalid"
CONTENT_EDITOR = "carys.content@programme.invalid"
REVIEWER = "anil.approver@programme.invalid"
CERTIFIER = "sage.signatory@programme.invalid"
NURSE_SERVICE = "nora.nurse@nurses.invalid"
SIGNATORY = "pat.signatory@harbourvale.invalid"
FERNMOOR_LEAD = "fay.lead@fernmoor.invalid"
GORSEDALE_LEAD = "gita.lead@gorsedale.invalid"
SCIENSUS = "hal.homecare@homecare.invalid"
HOMECARE = "phil.homecare@pharmaxo.invalid"
DRUG_SAFETY = "vic.vigilance@programme.invalid"

# A code lives for 30 seconds and works once.
_CODE_SECONDS = 40
_STEP_SECONDS = 30
_DIGITS = 6


class Coded(Protocol):
    """Somebody who has an authenticator app."""

    def code(self) -> str:
        """Return a code that was not used yet."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the demo."""

    stack: Stack
    email: str
    password: str

    def sign_in(self, page: Page) -> None:
        """Sign in as a person does."""
        page.goto("/account/login/")
        page.get_by_label("E-mail address").fill(self.email)
        page.get_by_label("Password").fill(self.password)
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("heading", name="Enter your code").wait_for()
        page.locator("input[name=code]").fill(self.code())
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url(re.compile(r"/(registrations|agreements|admin)/"))

    def code(self) -> str:
        """Return a code that was not used yet; wait for the next one when there is none."""
        deadline = time.monotonic() + _CODE_SECONDS
        while time.monotonic() < deadline:
            printed = manage(self.stack.env, "code", self.email)
            if found := re.search(r"code\s+(\d{6})", printed):
                return found.group(1)
            time.sleep(1)
        raise AssertionError(f"No code for {self.email}.")


@dataclass(slots=True)
class Newcomer:
    """Somebody who is invited while the demo runs and makes an account: TOTP as RFC 6238 has it."""

    name: str
    job_title: str
    email: str
    password: str = "a long phrase of nobody 58"
    secret: str = ""
    used: str = ""

    def make_account(self, page: Page, link: str) -> None:
        """Follow an invitation: choose a password, then set up the authenticator app."""
        page.goto(link)
        page.get_by_label("Full name").fill(self.name)
        page.get_by_label("Job title").fill(self.job_title)
        page.get_by_label("Password", exact=True).fill(self.password)
        page.get_by_label("Password again").fill(self.password)
        page.get_by_role("button", name="Make my account").click()
        page.get_by_role("heading", name="Set up your second factor").wait_for()
        self.secret = page.locator("main code").inner_text().replace(" ", "")
        page.get_by_label("code").fill(self.code())
        page.get_by_role("button", name="Set up and continue").click()

    def code(self) -> str:
        """Return the app's code; wait for the next one when this one was used."""
        while (shown := self._shown()) == self.used:
            time.sleep(0.5)
        self.used = shown
        return shown

    def _shown(self) -> str:
        key = b32decode(self.secret + "=" * (-len(self.secret) % 8))
        counter = int(time.time()) // _STEP_SECONDS
        digest = hmac.digest(key, counter.to_bytes(8), hashlib.sha1)
        at = digest[-1] & 15
        number = int.from_bytes(digest[at : at + 4]) & 0x7FFFFFFF
        return f"{number % 10**_DIGITS:0{_DIGITS}}"


def people(stack: Stack) -> dict[str, Person]:
    """Return the demo's people by e-mail address."""
    printed = manage(stack.env, "code")
    found = re.findall(r"e-mail\s+(\S+)\n\s+password\s+(.+)\n", printed)
    return {email: Person(stack, email, password.strip()) for email, password in found}
