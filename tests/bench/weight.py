"""What a browser with an empty cache fetches for the programme page, in bytes as they are really sent."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Request

from tests.bench.chromium import chromium
from tests.bench.deploying import deployed
from tests.bench.tables import Table
from tests.browser.declaring import declare
from tests.stack import Stack

PAGE = "/programme/"
KINDS = {"document": "HTML", "stylesheet": "CSS", "script": "JavaScript"}
MOST_BYTES, MOST_REQUESTS = 30_000, 8
PHONE = {"width": 390, "height": 844}


@dataclass(frozen=True, slots=True)
class Fetched:
    """One request of a page: what for, from where, and the bytes of its body on the wire."""

    kind: str
    url: str
    sent: int


def run() -> Table:
    """Open the page as a declared professional, with JavaScript and without."""
    table = Table(
        "Weight of the programme page",
        "Chromium with an empty cache, on a phone's screen; static files collected as in production, everything "
        "packed with gzip as the application itself sends it. Bodies only.",
    )
    with tempfile.TemporaryDirectory() as folder, deployed(Path(folder)) as stack, chromium() as browser:
        fetched, text = _opened(browser, stack, javascript=True)
        _, plain_text = _opened(browser, stack, javascript=False)
        _weigh(table, fetched, stack)
        is_readable = plain_text == text and len(text) > 0
        table.add(
            "Text of the page with JavaScript off",
            "the same" if is_readable else f"{len(plain_text)} of {len(text)} characters",
            "the same",
            met=is_readable,
        )
    return table


def _opened(browser: Browser, stack: Stack, *, javascript: bool) -> tuple[list[Fetched], str]:
    """Return what a new browser fetched for the page, and the text that a reader sees in it."""
    context = browser.new_context(viewport=PHONE, locale="en-GB", java_script_enabled=javascript)  # type: ignore[arg-type]
    # The first worker to answer makes the page, the second as well: only then is it kept and packed.
    _warm(context, stack)
    requests: list[Request] = []
    page = context.new_page()
    page.on("requestfinished", lambda request: requests.append(request))
    page.on("requestfailed", lambda request: requests.append(request))
    page.goto(f"{stack.url}{PAGE}", wait_until="networkidle")
    text = " ".join(page.locator("main").inner_text().split())
    fetched = [
        Fetched(request.resource_type, request.url, request.sizes()["responseBodySize"])
        for request in requests
    ]
    context.close()
    return fetched, text


def _warm(context: BrowserContext, stack: Stack) -> None:
    declare(context, stack.url, "professionals")
    for _ in range(10):
        context.request.get(f"{stack.url}{PAGE}")


def _weigh(table: Table, fetched: list[Fetched], stack: Stack) -> None:
    total = 0
    for kind, words in KINDS.items():
        sizes = [one.sent for one in fetched if one.kind == kind]
        total += sum(sizes)
        table.add(words, f"{sum(sizes) / 1000:.1f} kB in {len(sizes)} requests")
    others = [one for one in fetched if one.kind not in KINDS]
    table.add("Anything else", f"{sum(one.sent for one in others) / 1000:.1f} kB in {len(others)} requests")
    table.add("HTML, CSS and JavaScript", f"{total / 1000:.1f} kB", "at most 30 kB", met=total <= MOST_BYTES)
    table.add("Requests", str(len(fetched)), f"at most {MOST_REQUESTS}", met=len(fetched) <= MOST_REQUESTS)
    elsewhere = [one.url for one in fetched if not one.url.startswith((f"{stack.url}/", "data:"))]
    table.add("Requests to other sites", str(len(elsewhere)), "none", met=not elsewhere)
