"""Pictures of the programme's pages: at the question who reads, as a professional, on paper, in the admin."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.administering import follow

Take = Callable[[str, str], None]
Show = Callable[[Page, str], None]

BEFORE_THE_QUESTION = (
    ("/programme/", "who-are-you"),
    ("/for-everybody/", "for-everybody"),
    ("/audience/elsewhere/", "where-to-ask"),
    ("/cookies/", "cookies"),
    ("/account/login/", "sign-in"),
    ("/account/password/reset/", "password-reset"),
    ("/agreements/verify/", "verify"),
    ("/no-such-page/", "not-found"),
)
PAGES = (
    ("/", "home"),
    ("/programme/", "programme"),
    ("/programme/homecare/", "homecare"),
    ("/programme/nurse-services/", "nurse-services"),
    ("/programme/app/", "app"),
    ("/programme/choosing-parts/", "choosing-parts"),
    ("/touchpoints/", "touchpoints"),
    ("/touchpoints/full/", "touchpoints-full-screen"),
    ("/touchpoints/calendar/", "patients-calendar"),
    ("/checklist/", "checklist"),
    ("/resources/", "resources"),
    ("/news/", "news"),
    ("/news/one-registration/", "news-article"),
    ("/contact/", "contact"),
    ("/search/?q=nurse", "search"),
    ("/search/?q=zebra", "search-without-results"),
    ("/site-map/", "site-map"),
    ("/prescribing-information/great-britain/", "prescribing-information"),
)
WRITING = (
    ("/admin/pages/", "admin-pages"),
    ("/admin/documents/", "admin-documents"),
)
CERTIFYING = (
    ("/admin/certification/", "admin-certificates"),
    ("/admin/certification/calendar/", "admin-certificates-calendar"),
)
PAPER_DPI = "60"


def picture_before_the_question(take: Take) -> None:
    """Picture what nobody in particular may open."""
    for path, name in BEFORE_THE_QUESTION:
        take(path, name)


def picture_pages(take: Take, show: Show, page: Page) -> None:
    """Picture what a healthcare professional reads, and the notice on the way to another site."""
    for path, name in PAGES:
        take(path, name)
    page.goto("/resources/")
    follow(page.get_by_role("link", name="NICE guideline NG220"))
    show(page, "leaving")


def picture_print(page: Page, folder: Path) -> None:
    """Picture pages as a printer puts them on A4."""
    for path, name in (("/programme/", "programme"), ("/touchpoints/", "touchpoints")):
        page.goto(path)
        printed = folder / f"{name}.pdf"
        page.pdf(path=printed, format="A4", prefer_css_page_size=True)
        command = ["pdftoppm", "-r", PAPER_DPI, "-png", printed, folder / f"print-{name}"]
        subprocess.run(command, check=True)
        printed.unlink()
