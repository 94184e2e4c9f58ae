"""A real browser on a real product: Debian's Chromium, gunicorn, worker, SQLite."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.accessibility import DESKTOP, PHONE
from tests.browser.answers import a_registration
from tests.browser.declaring import declare
from tests.browser.people import REFERRER, Person, people
from tests.browser.registering import Sent, register, start
from tests.browser.watching import Watch
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
PATIENCE_MS = 30_000


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    var = tmp_path_factory.mktemp("product")
    # A delivery that fails has failed: no test waits for the tries in between. Every export is prepared by the worker.
    with serving(var, prepare(var, DELIVERY_MAX_ATTEMPTS="1", DESK_EXPORT_AT_ONCE="0")) as running:
        yield running


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """A browser that ends with these tests.

    Its driver keeps an event loop on this thread, beside which no later test could seal or use the database.
    """
    path = shutil.which("chromium")
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("Chromium is missing: apt-get install chromium")
        pytest.skip("Chromium is not installed: apt-get install chromium")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def everybody(stack: Stack) -> dict[str, Person]:
    """The demo's people by e-mail address."""
    return people(stack)


@pytest.fixture(scope="package")
def machine(stack: Stack, chromium: Browser, everybody: dict[str, Person]) -> Callable[..., BrowserContext]:
    """Return a function that gives a browser where somebody of the demo is signed in; '' is nobody.

    Nobody still says to be a healthcare professional, unless `declared` is another audience, or "" for none.
    A code works once, so everybody signs in once; later machines get the same session.
    """
    sessions: dict[str, Any] = {}

    def new(
        email: str = "", *, phone: bool = False, declared: str = "professionals", **options: Any
    ) -> BrowserContext:
        context = chromium.new_context(
            base_url=stack.url,
            viewport=PHONE if phone else DESKTOP,
            locale="en-GB",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(PATIENCE_MS)
        if email and email not in sessions:
            page = context.new_page()
            everybody[email].sign_in(page)
            page.close()
            sessions[email] = context.cookies()
        elif email:
            context.add_cookies(sessions[email])
        elif declared:
            declare(context, stack.url, declared)
        return context

    return new


@pytest.fixture
def watch(stack: Stack) -> Iterator[Watch]:
    """What went wrong behind the pages of this test: any of it fails the test at its end."""
    watch = Watch(stack.url)
    yield watch
    assert watch.complaints() == []


@pytest.fixture
def as_person(machine: Callable[..., BrowserContext], watch: Watch) -> Iterator[Callable[..., Page]]:
    """Return a function that opens a page of somebody's own machine; see `machine`."""
    contexts: list[BrowserContext] = []

    def open_page(email: str = "", **options: Any) -> Page:
        contexts.append(machine(email, **options))
        watch.over(contexts[-1])
        return contexts[-1].new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture(scope="package")
def sent(machine: Callable[..., BrowserContext]) -> Sent:
    """A registration that was sent, for tests about what comes after."""
    context = machine(REFERRER)
    page = context.new_page()
    answers = a_registration()
    reference = register(page, answers)
    context.close()
    return Sent(reference, answers)


@pytest.fixture
def draft(as_person: Callable[..., Page]) -> str:
    """The address of a draft that was just begun."""
    page = as_person(REFERRER)
    start(page)
    return page.url


@pytest.fixture
def sealed(as_person: Callable[..., Page]) -> Path:
    """The Overview and Offer Form of Harbour Vale, as its team downloads it."""
    robin = as_person(REFERRER)
    robin.goto("/agreements/")
    robin.get_by_role("link", name=re.compile("^Open Overview and Offer Form")).click()
    with robin.expect_download() as download:
        robin.get_by_role("link", name="Download the signed agreement").click()
    return Path(download.value.path())
