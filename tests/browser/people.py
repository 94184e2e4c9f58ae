"""The demo's people as a browser signs them in: password, then a code of `make code`."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from playwright.sync_api import Page

from tests.stack import Stack, manage

REFERRER = "robin.referrer@harbourvale.invalid"
LEAD = "lee.lead@harbourvale.invalid"
OTHER_REFERRER = "sam.referrer@thornmere.invalid"
FORM_EDITOR = "edith.editor@programme.invalid"
FORM_APPROVER = "anil.approver@programme.invalid"
ADMINISTRATOR = "petra.admin@programme.invalid"
OTHER_ADMINISTRATOR = "ada.admin@programme.invalid"
CONTENT_EDITOR = "carys.content@programme.invalid"
NURSE_SERVICE = "nora.nurse@nurses.invalid"
DRUG_SAFETY = "vic.vigilance@programme.invalid"

# A code lives for 30 seconds and works once.
_CODE_SECONDS = 40


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
        page.wait_for_url(re.compile(r"/(registrations|admin)/"))

    def code(self) -> str:
        """Return a code that was not used yet; wait for the next one when there is none."""
        deadline = time.monotonic() + _CODE_SECONDS
        while time.monotonic() < deadline:
            printed = manage(self.stack.env, "code", self.email)
            if found := re.search(r"code\s+(\d{6})", printed):
                return found.group(1)
            time.sleep(1)
        raise AssertionError(f"No code for {self.email}.")


def people(stack: Stack) -> dict[str, Person]:
    """Return the demo's people by e-mail address."""
    printed = manage(stack.env, "code")
    found = re.findall(r"e-mail\s+(\S+)\n\s+password\s+(.+)\n", printed)
    return {email: Person(stack, email, password.strip()) for email, password in found}
