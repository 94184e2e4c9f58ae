"""The demo's inboxes as a partner opens them: a PDF and the passphrase agreed by telephone."""

from __future__ import annotations

import re
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.answers import PASSPHRASES
from tests.pdf_probe import opened, page_texts
from tests.stack import Stack

# A worker on a busy machine may take its time; the product promises a minute.
DELIVERED_MS = 60_000


def wait_until_delivered(page: Page, partners: int = 2) -> None:
    """Wait until the page, which looks again by itself, says that so many partners have received it."""
    expect(page.locator("#status dd .tag")).to_have_text(["Sent"] * partners, timeout=DELIVERED_MS)


def received(stack: Stack, reference: str) -> dict[str, Path]:
    """Return the PDF of a registration in each partner's inbox, by the inbox's name."""
    found = {path.parent.name: path for path in stack.inboxes.glob(f"*/{reference}-*.pdf")}
    assert found, f"No inbox holds {reference}."
    return found


def wait_until_received(stack: Stack, reference: str, partner: str) -> Path:
    """Return the PDF with this reference in a partner's inbox, as soon as it is there."""
    deadline = time.monotonic() + DELIVERED_MS / 1000
    while time.monotonic() < deadline:
        if found := list(stack.inboxes.glob(f"{partner}/{reference}-*.pdf")):
            return found[0]
        time.sleep(0.5)
    raise AssertionError(f"The inbox of {partner} does not hold {reference}.")


def read_by(partner: str, path: Path) -> str:
    """Return the text of a PDF, opened with the passphrase of its partner and not without."""
    data = path.read_bytes()
    assert b"/Encrypt" in data
    passphrase = PASSPHRASES[partner]
    with opened(data, passphrase) as pdf:
        assert pdf.is_encrypted
    return re.sub(r"\s+", " ", " ".join(page_texts(data, passphrase)))
