"""An administrator who moves about the admin by its menu."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect


def follow(link: Locator) -> None:
    """Click a link or button and be on its page."""
    with link.page.expect_navigation():
        link.click()


def open_menu(page: Page, name: str) -> None:
    page.goto("/admin/")
    follow(page.get_by_role("link", name=name, exact=True))
    expect(page.get_by_role("main")).to_be_visible()


def open_proposal(page: Page, partner: str) -> None:
    """Come to the form for a new destination of a partner."""
    open_menu(page, "Partners")
    follow(page.get_by_role("link", name=partner))
    follow(page.get_by_role("link", name="Propose a new destination"))


def propose(page: Page, folder: str) -> None:
    """Fill in the form for a new destination and send it."""
    page.get_by_label("Transport").select_option(label="Folder on this machine")
    page.get_by_label("Address").fill(folder)
    page.get_by_label("Passphrase", exact=True).fill("a phrase of the telephone")
    page.get_by_label("The passphrase again").fill("a phrase of the telephone")
    page.get_by_label("Effective from").fill("2030-01-31")
    follow(page.get_by_role("button", name="Propose"))
