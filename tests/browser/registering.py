"""A person with a mouse who fills in, checks and sends a form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect

from tests.browser.answers import Answers

STEPS = (
    "Organisation and referrer",
    "Patient",
    "Contact details",
    "Treatment",
    "Services",
    "Delivery",
    "Permission and signature",
)
CHECK = "Check your answers before you send them"


@dataclass(frozen=True, slots=True)
class Sent:
    """A registration that was sent."""

    reference: str
    answers: Answers

    @property
    def address(self) -> str:
        return f"/registrations/{self.reference}/"


def start(page: Page, form: str = "Patient registration") -> None:
    """Start a draft from the own list."""
    page.goto("/registrations/")
    page.get_by_role("link", name=f"Start: {form}", exact=True).click()
    page.get_by_role("button", name="Start now").click()
    page.wait_for_url(re.compile("/step/"))


def answer(page: Page, answers: Answers) -> None:
    """Give the answers that this page asks for, in its order."""
    form = page.locator("main form")
    names = form.locator("input, select, textarea").evaluate_all(
        "inputs => [...new Set(inputs.map(input => input.name))]"
    )
    for name in names:
        if name in answers:
            inputs = form.locator(f'[name="{name}"]')
            if inputs.first.is_visible():
                _give(inputs, answers[name])


def _give(inputs: Locator, answer: str | list[str]) -> None:
    kind = inputs.first.evaluate("input => input.tagName === 'SELECT' ? 'select' : input.type")
    if kind in {"radio", "checkbox"}:
        for words in [answer] if isinstance(answer, str) else answer:
            if words == "yes" and kind == "checkbox":
                inputs.check()
            else:
                _option(inputs, words).check()
    elif kind == "select":
        inputs.select_option(label=str(answer))
    else:
        inputs.fill(str(answer))


def _option(inputs: Locator, words: str) -> Locator:
    """Return the radio button or box with these words or this value."""
    at: int = inputs.evaluate_all(
        "(inputs, words) => inputs.findIndex(input => input.value === words ||"
        " [...input.labels].some(label => label.innerText.trim() === words))",
        words,
    )
    assert at >= 0, f"“{words}” is not offered."
    return inputs.nth(at)


def go_on(page: Page) -> None:
    """Save the page and see the next."""
    before = page.locator("h1").inner_text()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.locator("h1")).not_to_have_text(before)


def answer_up_to(page: Page, title: str, answers: Answers) -> None:
    """Answer page by page until the one with this title is shown."""
    for _ in range(len(STEPS) + 1):
        if page.locator("h1").inner_text() == title:
            return
        answer(page, answers)
        go_on(page)
    raise AssertionError(f"Never came to “{title}”; at {page.locator('h1').inner_text()}.")


def send(page: Page) -> str:
    """Send from the check page; return the reference on the confirmation."""
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("received")
    return reference_on(page)


def reference_on(page: Page) -> str:
    shown = page.locator(".reference").inner_text().strip()
    assert shown == urlsplit(page.url).path.rstrip("/").rpartition("/")[2]
    return shown


def register(page: Page, answers: Answers) -> str:
    """Register a patient from the list to the confirmation; return the reference."""
    start(page)
    answer_up_to(page, CHECK, answers)
    return send(page)
