"""An editor at Wagtail's page editor, and those who pass a page on until it is certified."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.administering import follow
from tests.browser.agreeing import prove_again
from tests.browser.form_editor import Block, insert, press
from tests.browser.people import Coded

# The editor keeps what was written half a second after the last key.
AUTOSAVE_MS = 800
# It takes what stands there two seconds after it was opened for what was there before.
WATCHED = "document.addEventListener('w-unsaved:watch-edits', () => { window.watchesEdits = true; })"
SUBMIT = "Submit to Review, then certificate (kesimptaconnect)"


def messages(page: Page) -> Locator:
    return page.locator(".messages")


def begin(page: Page, kind: str, title: str) -> None:
    """Begin a page below the programme's first one, and wait until it is kept as a draft by itself."""
    page.add_init_script(WATCHED)
    page.goto("/admin/pages/")
    follow(page.get_by_role("link", name="Add child page").first)
    follow(page.get_by_role("link", name=kind, exact=True))
    page.wait_for_function("window.watchesEdits")
    # At one go: while it is typed, the editor would keep drafts of half a title that get in each other's way.
    page.locator("#id_title").fill(title)
    # The address is made of the title once a key was let go.
    page.locator("#id_title").press("End")
    expect(page).to_have_url(re.compile(r"/edit/$"))


def write_section(page: Page, heading: str) -> Locator:
    """Add a section at the end of the page; return its text, to be written or pasted into."""
    section: Block = insert(page, "body", "Section").fill(heading=heading)
    return section.input("text").locator("xpath=..").locator("[contenteditable=true]")


def paste(text: Locator, html: str) -> None:
    """Paste as a browser does when somebody copied in Word."""
    text.click()
    text.evaluate(
        """(place, html) => {
            const data = new DataTransfer();
            data.setData("text/html", html);
            data.setData("text/plain", "plain");
            const event = {clipboardData: data, bubbles: true, cancelable: true};
            place.dispatchEvent(new ClipboardEvent("paste", event));
        }""",
        html,
    )


def submit(page: Page) -> None:
    """Submit what was kept: who submits while the editor keeps a draft by itself meets that draft as another's."""
    page.wait_for_timeout(AUTOSAVE_MS)
    expect(page.locator(".w-autosave-indicator__state--saving")).to_be_hidden()
    press(page, SUBMIT)


def open_page(page: Page, title: str) -> None:
    """Come to the editor of a page by the tree."""
    page.goto("/admin/pages/")
    follow(page.get_by_role("main").get_by_role("link", name=title, exact=True))


def open_waiting(page: Page, title: str) -> None:
    """Come to a page that waits for one's decision, from the admin's first page."""
    page.goto("/admin/")
    waiting = page.get_by_role("region", name="Awaiting your review")
    follow(waiting.get_by_role("link", name=title, exact=True))


def publish_from_the_list(page: Page, editor: str) -> None:
    """Try to publish a page, known by the address of its editor, as those do who may publish and not write."""
    key = re.findall(r"/pages/(\d+)/", editor)[0]
    page.goto(f"/admin/bulk/wagtailcore/page/publish/?id={key}&next=/admin/pages/")
    follow(page.get_by_role("button", name="Yes, publish"))


def pass_on(page: Page, title: str) -> None:
    """Approve a page as its reviewer, who does not publish it."""
    open_waiting(page, title)
    press(page, "Approve")
    expect(messages(page)).to_contain_text("has been updated")


def open_rendering(page: Page, title: str) -> None:
    """Come to what a signatory decides about."""
    open_waiting(page, title)
    follow(page.get_by_role("link", name="Read and certify it"))
    expect(page.get_by_role("heading", name=f"Certify: {title}", level=1)).to_be_visible()


def certify(page: Page, person: Coded) -> None:
    """Declare and certify; prove who one is again where the last code was a while ago."""
    _declare(page)
    if page.get_by_label("Code").count():
        prove_again(page, person)
        _declare(page)
    expect(messages(page)).to_contain_text("Certified.")


def _declare(page: Page) -> None:
    page.get_by_role("checkbox", name="I certify").check()
    follow(page.get_by_role("button", name="Certify", exact=True))
