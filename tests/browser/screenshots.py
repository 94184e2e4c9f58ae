"""`make screenshots`: pictures of every page, step and PDF page, at the widths of phone, tablet and desktop.

Arguments: the folder to write to (docs/screenshots).
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from content.demo.filling import Wanted, filled, typed
from content.demo.pages import read_page
from content.loading.files import folder_of
from tests.browser.accessibility import PHONE
from tests.browser.conftest import FLAGS
from tests.browser.declaring import declare
from tests.browser.people import (
    ADMINISTRATOR,
    CERTIFIER,
    CONTENT_EDITOR,
    FORM_EDITOR,
    REFERRER,
    people,
)
from tests.browser.pictures import shrink
from tests.browser.screenshots_of_agreements import picture_agreements, picture_register
from tests.browser.screenshots_of_forms import picture_desk, picture_form, picture_open_form, picture_trial
from tests.browser.screenshots_of_pages import (
    CERTIFYING,
    WRITING,
    picture_before_the_question,
    picture_pages,
    picture_print,
)
from tests.processes import ROOT
from tests.programme_data import PROGRAMME
from tests.stack import Stack, prepare, serving

DESKTOP: ViewportSize = {"width": 1440, "height": 900}
TABLET: ViewportSize = {"width": 768, "height": 1024}
WIDTHS = {"desktop": DESKTOP, "tablet": TABLET, "phone": PHONE}
TALLEST = 4000
OPERATING = tuple(
    (f"/admin/{path}", f"admin-{path.strip('/') or 'home'}")
    for path in ("", "deliveries/", "partners/", "people/", "approvals/", "periodic_jobs/")
)


@dataclass(slots=True)
class Camera:
    """Take the same page at every width; pictures that follow on each other are numbered."""

    browser: Browser
    stack: Stack
    folder: Path
    contexts: dict[str, BrowserContext]
    number: int = 0
    numbered: bool = True

    def take(self, url: str, name: str) -> None:
        """Open a page and keep a picture of it at each width."""
        self.number += 1
        for width, context in self.contexts.items():
            page = context.new_page()
            page.goto(url)
            self.shoot(page, name, width)
            page.close()

    def show(self, page: Page, name: str) -> None:
        """Keep a picture of a page that somebody works on, at each width."""
        self.number += 1
        for width, viewport in WIDTHS.items():
            page.set_viewport_size(viewport)
            self.shoot(page, name, width)
        page.set_viewport_size(DESKTOP)

    def show_on_a_desk(self, page: Page, name: str) -> None:
        """Keep a picture of a whole page of the admin, which scrolls inside its window."""
        self.number += 1
        page.wait_for_load_state("networkidle")
        tall = page.evaluate("Math.max(...[...document.querySelectorAll('*')].map(e => e.scrollHeight))")
        page.set_viewport_size({"width": DESKTOP["width"], "height": min(int(tall), TALLEST)})
        self.shoot(page, name, "desktop")
        page.set_viewport_size(DESKTOP)

    def page_of(self, email: str) -> Page:
        """Open a page on somebody's own machine."""
        return contexts_of(self.browser, self.stack, email)["desktop"].new_page()

    def shoot(self, page: Page, name: str, width: str) -> None:
        number = f"{self.number:02d}-" if self.numbered else ""
        path = self.folder / f"{number}{name}-{width}.png"
        page.screenshot(path=path, full_page=True)
        sys.stdout.write(f"  {path.name}\n")


def contexts_of(
    browser: Browser, stack: Stack, email: str = "", *, declared: str = ""
) -> dict[str, BrowserContext]:
    """Return a context per width, all signed in as one person, or all declared to be of an audience."""
    made: dict[str, BrowserContext] = {}
    cookies = None
    for width, viewport in WIDTHS.items():
        context = browser.new_context(
            base_url=stack.url, viewport=viewport, locale="en-GB", reduced_motion="reduce"
        )
        context.set_default_timeout(30_000)
        if cookies:
            context.add_cookies(cookies)  # type: ignore[arg-type]
        elif email:
            page = context.new_page()
            people(stack)[email].sign_in(page)
            cookies = context.cookies()
            page.close()
        elif declared:
            declare(context, stack.url, declared)
        made[width] = context
    return made


def public_pages(browser: Browser, stack: Stack, folder: Path) -> None:
    """Picture what anybody reads: before the question who they are, and as a professional."""
    folder.mkdir(exist_ok=True)
    camera = Camera(browser, stack, folder, contexts_of(browser, stack), numbered=False)
    picture_before_the_question(camera.take)
    camera.contexts = contexts_of(browser, stack, declared="professionals")
    picture_pages(camera.take, camera.show, camera.contexts["desktop"].new_page())
    picture_print(camera.contexts["desktop"].new_page(), folder)
    picture_open_form(camera.show, camera.contexts["desktop"].new_page())


def registration(camera: Camera) -> str:
    """Fill in the whole form at desktop width; picture each step empty, wrong and filled; return the reference."""
    plan = folder_of(PROGRAMME).read("demo")["registration"]
    answers: Wanted = typed(plan["answers"], today=datetime.now(tz=UTC).date())
    camera.take("/registrations/", "registrations-empty")
    camera.take(f"/registrations/start/{plan['form']}/", "start")
    page = camera.contexts["desktop"].new_page()
    page.goto(f"/registrations/start/{plan['form']}/")
    page.locator("main form button[type=submit]").first.click()
    for _ in range(20):
        if "/step/" not in page.url:
            break
        name = page.url.rstrip("/").rpartition("/")[2]
        camera.take(page.url, f"step-{name}")
        _wrong(camera, page, name)
        _fill(page, answers)
        page.get_by_role("button", name=re.compile("^(Save and continue|Continue)")).first.click()
    camera.take(page.url, "check")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/registrations/[A-Z]{2}-"))
    reference = urlsplit(page.url).path.rstrip("/").rpartition("/")[2]
    page.locator(".tag--good").nth(1).wait_for(timeout=60_000)
    camera.take(page.url, "confirmation")
    camera.take("/registrations/", "registrations")
    return reference


def _wrong(camera: Camera, page: Page, name: str) -> None:
    """Send the page empty, at each width, and picture what it says."""
    for width, viewport in WIDTHS.items():
        page.set_viewport_size(viewport)
        page.get_by_role("button", name=re.compile("^(Save and continue|Continue)")).first.click()
        if page.locator(".error-summary").count():
            camera.shoot(page, f"step-{name}-errors", width)
    page.set_viewport_size(DESKTOP)


def _fill(page: Page, answers: Wanted) -> None:
    form = read_page(page.url, 200, page.content()).form_with(control="revision")
    assert form is not None
    for name, value in filled(form, answers):
        control = page.locator(f"main [name='{name}']")
        kind = control.first.get_attribute("type")
        if kind in {"radio", "checkbox"}:
            option = page.locator(f"main [name='{name}'][value='{value}']")
            if not option.is_checked():
                option.dispatch_event("click")
        elif control.first.evaluate("e => e.tagName") == "SELECT":
            control.first.select_option(value)
        elif kind != "hidden":
            control.first.fill(value, force=True)


def admin_pages(camera: Camera, links: tuple[tuple[str, str], ...]) -> None:
    for path, name in links:
        page = camera.contexts["desktop"].new_page()
        page.goto(path)
        camera.show_on_a_desk(page, name)
        page.close()


def pdf_pages(stack: Stack, reference: str, folder: Path) -> None:
    """Draw every page of what each partner received."""
    secrets = {one["partner"]: one["passphrase"] for one in folder_of(PROGRAMME).read("demo")["destinations"]}
    for path in sorted(stack.inboxes.glob(f"*/{reference}*.pdf")):
        secret = secrets[path.parent.name]
        target = folder / f"pdf-{path.parent.name}"
        subprocess.run(["pdftoppm", "-r", "80", "-png", "-upw", secret, path, target], check=True)


def chromium_at_work() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


def main() -> int:
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.rglob("*.png"):
        old.unlink()
    with tempfile.TemporaryDirectory() as temporary:
        # In a folder of its own: beside it lies what is loaded for this run, never for an earlier one.
        var = Path(temporary) / "product"
        with serving(var, prepare(var)) as stack:
            for browser in chromium_at_work():
                public_pages(browser, stack, folder / "pages")
                camera = Camera(browser, stack, folder, contexts_of(browser, stack, REFERRER))
                reference = registration(camera)
                picture_agreements(camera.show, camera.page_of, stack, people(stack), folder)
                camera.contexts = contexts_of(browser, stack, ADMINISTRATOR)
                admin_pages(camera, OPERATING)
                office = camera.contexts["desktop"].new_page()
                picture_register(camera.show_on_a_desk, office)
                picture_desk(camera.show_on_a_desk, office)
                camera.contexts = contexts_of(browser, stack, FORM_EDITOR)
                at_work = camera.contexts["desktop"].new_page()
                picture_form(camera.show_on_a_desk, at_work)
                picture_trial(camera.show, at_work)
                for email, screens in ((CONTENT_EDITOR, WRITING), (CERTIFIER, CERTIFYING)):
                    camera.contexts = contexts_of(browser, stack, email)
                    admin_pages(camera, screens)
            pdf_pages(stack, reference, folder)
    shrink(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
