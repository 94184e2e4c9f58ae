"""Where the product is in use, files wait for ever without a scanner: said at start-up."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Warning as CheckWarning, register

NO_SCANNER = "form_uploads.W001"


@register("form_uploads")
def scanner_set_up(**_: Any) -> list[CheckMessage]:
    """Report that no scanner is set up where none of what is uploaded would be sent (form_uploads.W001)."""
    if settings.REFUSE_PLACEHOLDERS and not settings.CLAMD_ADDRESS:
        return [
            CheckWarning(
                "No virus scanner is set up, so forms with uploaded files cannot be sent.",
                hint="Set CLAMD_ADDRESS. See docs/operations.md.",
                id=NO_SCANNER,
            )
        ]
    return []
