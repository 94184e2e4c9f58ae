"""Debian's Chromium, alone on this machine."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator

from playwright.sync_api import Browser, sync_playwright

FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run",
)  # fmt: skip


def path() -> str:
    """Return where it is installed; raise RuntimeError."""
    found = shutil.which("chromium")
    if found is None:
        raise RuntimeError("Chromium is missing: apt-get install chromium")
    return found


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a browser until the block ends."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path(), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()
