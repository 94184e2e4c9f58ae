"""JavaScript only improves: everything works without it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.answers import a_registration
from tests.browser.inboxes import DELIVERED_MS, read_by, received
from tests.browser.people import REFERRER
from tests.browser.registering import CHECK, answer_up_to, send, start


def test_a_patient_is_registered_without_javascript(as_person, stack):
    page = as_person(REFERRER, java_script_enabled=False)
    answers = a_registration(interpreter="No", interpreter_language="Klingon")

    start(page)
    answer_up_to(page, "Services", answers)
    # Every question of the page stands there and says itself when to answer it.
    expect(page.get_by_text(re.compile("^Answer this only if"))).to_have_count(3)
    answer_up_to(page, CHECK, answers)
    expect(page.get_by_text(str(answers["hospital_number"]))).to_be_visible()
    expect(page.get_by_text("Klingon")).to_have_count(0)
    reference = send(page)

    look_until_delivered(page)
    for partner, path in received(stack, reference).items():
        text = read_by(partner, path)
        assert reference in text
        assert "Klingon" not in text


def look_until_delivered(page: Page) -> None:
    """Press “Look again” until there is nothing more to look for."""
    again = page.get_by_role("link", name="Look again")
    for _ in range(DELIVERED_MS // 500):
        if not again.count():
            break
        page.wait_for_timeout(500)
        again.click()
    expect(page.locator("#status dd .tag")).to_have_text(["Sent", "Sent"])
