"""What the people of an agreement do: start it, fill it in, name who signs, read, sign and countersign."""

from __future__ import annotations

import re
import time

from playwright.sync_api import Page, expect

from tests.browser.administering import follow, open_menu
from tests.browser.answers import particulars
from tests.browser.inboxes import DELIVERED_MS
from tests.browser.people import Coded
from tests.browser.registering import answer_up_to

SLA = "Service Level Agreement"
CHECK_PARTICULARS = "Check your answers before the agreement is made from them"
REFERENCE = re.compile(r"[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


def reference_on(page: Page) -> str:
    """Return the reference of the agreement whose page is shown."""
    found = REFERENCE.search(page.get_by_role("main").inner_text())
    assert found, f"No reference stands on {page.url}."
    return found.group(0)


def issue(page: Page, organisation: str, partner: str) -> str:
    """Start a service level agreement for an organisation in the register; return its reference."""
    open_menu(page, "Agreements")
    follow(page.get_by_role("link", name=organisation))
    follow(page.get_by_role("link", name="Start an agreement"))
    page.get_by_label("Document").select_option(label=SLA)
    page.get_by_label("With").select_option(label=partner)
    follow(page.get_by_role("button", name="Start an agreement"))
    expect(page.get_by_text("The agreement is started.")).to_be_visible()
    return reference_on(page)


def start_from_checklist(page: Page, partner: str) -> str:
    """Start a service level agreement as the team does, from its own checklist; return its reference."""
    page.goto("/agreements/")
    follow(page.get_by_role("button", name=f"Start {SLA} with {partner}"))
    return reference_on(page)


def open_agreement(page: Page, reference: str) -> None:
    page.goto(f"/agreements/{reference}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(SLA)


def put_out(page: Page) -> None:
    """Answer every page of the particulars, from the agreement's page, and put it out for signature."""
    follow(page.get_by_role("button", name="Fill in the particulars"))
    answer_up_to(page, CHECK_PARTICULARS, particulars("sla"))
    follow(page.get_by_role("button", name="Put out for signature"))
    expect(page.get_by_text("Out for signature", exact=True).first).to_be_visible()


def fill_in_person(page: Page, name: str, job_title: str, email: str) -> None:
    page.get_by_label("Full name").fill(name)
    page.get_by_label("Job title").fill(job_title)
    page.get_by_label("Work e-mail address").fill(email)


def name_signatory(page: Page, name: str, job_title: str, email: str) -> None:
    """Send somebody the link to sign, from the agreement's page."""
    follow(page.get_by_role("link", name="Name who signs"))
    fill_in_person(page, name, job_title, email)
    follow(page.get_by_role("button", name="Send the link"))
    expect(page.get_by_text(f"on its way to {email}")).to_be_visible()


def read(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Read the agreement")
    follow(page.get_by_role("button", name="I have read it"))


def confirm_authority(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that you may sign")
    page.get_by_role("radio").first.check()
    page.get_by_role("checkbox").check()
    follow(page.get_by_role("button", name="Continue"))


def consent(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign electronically")
    page.get_by_role("checkbox").check()
    follow(page.get_by_role("button", name="Continue"))


def prove_again(page: Page, person: Coded) -> None:
    """Enter a code that was not used yet."""
    page.get_by_label("Code").fill(person.code())
    follow(page.get_by_role("button", name="Confirm"))


def type_name(page: Page, name: str) -> None:
    """Sign by typing the name."""
    page.get_by_label("Your full name").fill(name)
    follow(page.get_by_role("button", name="Sign", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Signed")


def sign(page: Page, person: Coded, name: str) -> None:
    """Go through all pages of a signatory, from the text to the signature."""
    read(page)
    confirm_authority(page)
    consent(page)
    prove_again(page, person)
    type_name(page, name)


def wait_until_in_force(page: Page, reference: str) -> None:
    """Look at the agreement's page again and again until the worker has sealed it."""
    deadline = time.monotonic() + DELIVERED_MS / 1000
    open_agreement(page, reference)
    while not page.get_by_text("In force", exact=True).count():
        assert time.monotonic() < deadline, f"{reference} was not sealed."
        page.wait_for_timeout(500)
        page.reload()


def verify(page: Page, pdf: bytes) -> None:
    """Give a file to the page that verifies."""
    page.goto("/agreements/verify/")
    page.get_by_label("The PDF").set_input_files(
        {"name": "agreement.pdf", "mimeType": "application/pdf", "buffer": pdf}
    )
    page.get_by_role("button", name="Verify the file").click()
