"""What administrators do: see what waits, try again, re-route, and check each other, without patient data."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.administering import open_menu, open_proposal, propose
from tests.browser.answers import PATIENT, a_registration
from tests.browser.inboxes import DELIVERED_MS, read_by, received, wait_until_delivered
from tests.browser.people import ADMINISTRATOR, OTHER_ADMINISTRATOR, REFERRER
from tests.browser.registering import register
from tests.stack import Stack

BROKEN, BROKEN_NAME = "lloyds-pharmacy-clinical-homecare", "Lloyds Pharmacy Clinical Homecare Limited"
# The hospital has an agreement with this one, so that a delivery may go there instead.
OTHER, OTHER_NAME = "sciensus", "Sciensus Limited"
PROPOSED_FOR = "Pharmaxo Pharmacy Services Limited"


@pytest.fixture
def broken_inbox(stack: Stack) -> Iterator[Path]:
    """A provider's inbox that cannot be written: a file stands where the folder should be."""
    inbox, aside = stack.inboxes / BROKEN, stack.inboxes / "aside"
    inbox.mkdir(parents=True, exist_ok=True)
    inbox.rename(aside)
    inbox.touch()
    yield inbox
    if inbox.is_dir():
        shutil.copytree(inbox, aside, dirs_exist_ok=True)
        shutil.rmtree(inbox)
    else:
        inbox.unlink()
    aside.rename(inbox)


@pytest.fixture
def undelivered(as_person, broken_inbox: Path) -> Page:
    """Robin, looking at a registration that its provider could not receive."""
    robin = as_person(REFERRER)
    register(robin, a_registration(homecare_provider=BROKEN_NAME))
    states = robin.locator("#status dd .tag")
    expect(states.filter(has_text="Failed")).to_have_count(1, timeout=DELIVERED_MS)
    expect(states.filter(has_text="Sent")).to_have_count(1, timeout=DELIVERED_MS)
    return robin


def open_failed_delivery(page: Page, reference: str) -> None:
    """Come from what needs attention on the dashboard to the delivery that failed."""
    page.goto("/admin/")
    panel = page.get_by_role("region", name="Needs attention")
    panel.get_by_role("link", name=re.compile("failed")).first.click()
    page.get_by_role("link", name=reference).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"{reference} to {BROKEN_NAME}")


def reference_of(page: Page) -> str:
    return page.locator(".reference").inner_text().strip()


def test_an_administrator_tries_a_failed_delivery_again(as_person, stack, undelivered, broken_inbox):
    reference = reference_of(undelivered)
    petra = as_person(ADMINISTRATOR)

    open_failed_delivery(petra, reference)
    expect(petra.get_by_text("The inbox could not be written").first).to_be_visible()
    broken_inbox.unlink()
    petra.get_by_role("link", name="Try again now").click()
    petra.get_by_role("button", name="Try again now").click()
    expect(petra.get_by_text("The delivery is in the queue again.")).to_be_visible()

    undelivered.reload()
    wait_until_delivered(undelivered)
    assert reference in read_by(BROKEN, received(stack, reference)[BROKEN])


def test_an_administrator_sends_a_delivery_to_another_partner(as_person, stack, undelivered):
    reference = reference_of(undelivered)
    petra = as_person(ADMINISTRATOR)

    open_failed_delivery(petra, reference)
    petra.get_by_role("link", name="Re-route").click()
    petra.get_by_role("combobox", name="Send to").select_option(label=OTHER_NAME)
    petra.get_by_role("textbox", name="Reason").fill("The provider cannot be reached.")
    petra.get_by_role("button", name="Re-route").click()
    expect(petra.get_by_role("heading", level=1)).to_contain_text(f"{reference} to {OTHER_NAME}")

    undelivered.reload()
    expect(undelivered.locator("#status")).to_contain_text(OTHER_NAME)
    expect(undelivered.locator("#status dd .tag").filter(has_text="Sent")).to_have_count(
        2, timeout=DELIVERED_MS
    )
    assert reference in read_by(OTHER, received(stack, reference)[OTHER])


def test_an_administrator_sees_that_something_was_sent_but_not_about_whom(as_person, sent):
    petra = as_person(ADMINISTRATOR)
    patient = str(sent.answers["given_name"]), PATIENT, str(sent.answers["hospital_number"])
    seen = []

    open_menu(petra, "Submissions")
    seen.append(petra.content())
    petra.get_by_role("link", name=sent.reference).first.click()
    expect(petra.get_by_role("heading", level=1)).to_contain_text(sent.reference)
    expect(petra.get_by_role("main")).to_contain_text("Harbour Vale Hospitals NHS Trust")
    seen.append(petra.content())
    open_menu(petra, "Deliveries")
    petra.get_by_role("link", name=sent.reference).first.click()
    expect(petra.get_by_role("heading", level=1)).to_contain_text(sent.reference)
    seen.append(petra.content())

    assert all(sent.reference in html for html in seen)
    assert not [word for word in patient for html in seen if word in html]


def test_a_new_destination_is_in_force_once_a_second_administrator_approves_it(as_person):
    petra, ada = as_person(ADMINISTRATOR), as_person(OTHER_ADMINISTRATOR)

    open_proposal(petra, PROPOSED_FOR)
    propose(petra, "pharmaxo-new")
    proposed = petra.get_by_role("row").filter(has_text="pharmaxo-new")
    expect(proposed).to_contain_text("Waiting for approval")

    proposed.get_by_role("link", name="Decide").click()
    expect(petra.get_by_text("You asked for this, so somebody else decides it.")).to_be_visible()
    expect(petra.get_by_role("button", name="Approve")).to_have_count(0)

    open_menu(ada, "Approvals")
    ada.get_by_role("link", name=f"Destination of {PROPOSED_FOR}").first.click()
    ada.get_by_role("button", name="Approve").click()
    expect(ada.get_by_text("Approved.")).to_be_visible()
    petra.go_back()
    petra.reload()
    expect(proposed).to_contain_text("Approved, not yet in force")
