"""Register a patient page by page, as a member of a team does in a browser."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from content.demo.browser import Browser
from content.demo.filling import Wanted, filled
from content.demo.pages import HtmlForm, Page

MOST_PAGES = 30
AGREE_TO_DUPLICATE = "accept_duplicate"


class PageRefused(Exception):
    """A page did not go on; the message is what the page says."""


def sign_in(browser: Browser, *, email: str, password: str, code: Callable[[], str]) -> None:
    """Sign in with a password and a second-factor code, asked for once the page wants it."""
    page = browser.open("/account/login/")
    page = browser.send(page, _form(page, control="login"), _filled(page, "login", email, password))
    form = _form(page, control="code")
    page = browser.send(page, form, filled(form, {"code": code()}))
    if page.form_with(control="code") or page.status >= 400:
        raise _refusal(page)


def register(browser: Browser, *, form_slug: str, answers: Wanted, say: Callable[[str], object]) -> str:
    """Start a form, answer every page of it, check, send; return the reference. Raise PageRefused."""
    page = browser.open(f"/registrations/start/{form_slug}/")
    start = next(
        (form for form in page.forms if form.method == "post" and form.action.endswith(f"/{form_slug}/")),
        None,
    )
    start = start or _form(page, button="Start")
    page = browser.send(page, start, filled(start, answers))
    for _ in range(MOST_PAGES):
        if "/step/" not in page.url:
            break
        say(page.title)
        page = _answer(browser, page, answers)
    if not urlsplit(page.url).path.endswith("/check/"):
        raise _refusal(page)
    say(page.title)
    return _submit(browser, page, answers)


def _answer(browser: Browser, page: Page, answers: Wanted) -> Page:
    form = _form(page, control="revision")
    after = browser.send(page, form, filled(form, answers))
    if after.status >= 400 or after.complaints or after.url == page.url:
        raise _refusal(after)
    return after


def _submit(browser: Browser, page: Page, answers: Wanted) -> str:
    form = _form(page, control="revision")
    after = browser.send(page, form, filled(form, answers))
    again = after.form_with(control=AGREE_TO_DUPLICATE)
    if again is not None:
        # The demo registers the same synthetic patient each time, so from the second time on it is asked.
        after = browser.send(after, again, filled(again, {AGREE_TO_DUPLICATE: "yes"}))
    path = urlsplit(after.url).path
    if after.status >= 400 or "/draft/" in path:
        raise _refusal(after)
    return path.rstrip("/").rpartition("/")[2]


def _filled(page: Page, control: str, email: str, password: str) -> list[tuple[str, str]]:
    return list(filled(_form(page, control=control), {"login": email, "password": password}))


def _form(page: Page, *, control: str = "", button: str = "") -> HtmlForm:
    form = page.form_with(control=control, button=button)
    if form is None:
        raise _refusal(page)
    return form


def _refusal(page: Page) -> PageRefused:
    said = page.complaints or page.title or "nothing that could be read"
    return PageRefused(f"{urlsplit(page.url).path} answered {page.status} and says: {said}")
