"""A real browser on a real product: Debian's Chromium, gunicorn, worker, SQLite."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.people import Person, people
from tests.stack import Stack, prepare, serving

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/browser" in str(item.path):
            item.add_marker(pytest.mark.browser)
            # One product and one browser serve them all, in one process.
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    var = tmp_path_factory.mktemp("product")
    with serving(var, prepare(var)) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def states() -> dict[str, Path]:
    """Signed-in states by e-mail address: a code works once, so everybody signs in once."""
    return {}


@pytest.fixture
def as_person(
    stack: Stack, chromium: Browser, states: dict[str, object]
) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page signed in as somebody of the demo; '' is nobody."""
    contexts: list[BrowserContext] = []

    def open_page(email: str = "", *, phone: bool = False, **options: object) -> Page:
        context = chromium.new_context(
            base_url=stack.url, viewport=PHONE if phone else DESKTOP, locale="en-GB", **options
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        if email:
            person: Person = people(stack)[email]
            if email in states:
                context.add_cookies(states[email])
            else:
                person.sign_in(page)
                states[email] = context.cookies()
        return page

    yield open_page
    for context in contexts:
        context.close()
