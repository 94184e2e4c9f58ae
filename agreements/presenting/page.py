"""The page on which an agreement is read: the same text and particulars as the PDF, accessible."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from agreements.models import Agreement
from agreements.presenting.content import Presented, counterparty_lines, presented_from_json


@dataclass(frozen=True, slots=True)
class ReadingPage:
    """What is shown, and the SHA-256 of exactly that."""

    html: SafeString
    sha256: str
    presented: Presented


def page_of(agreement: Agreement) -> ReadingPage:
    """Return the text of an agreement as HTML, as a reader gets it."""
    presented = presented_from_json(agreement.presented)
    shown = {
        "text": presented.text,
        "particulars": presented.particulars,
        "counterparty": counterparty_lines(presented),
    }
    html = render_to_string("agreements/texts/_text.html", shown)
    return ReadingPage(html, hashlib.sha256(html.encode()).hexdigest(), presented)
