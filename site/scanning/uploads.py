"""Scan a file while the person who sends it, or asks for it, is waiting."""

from __future__ import annotations

import logging
from typing import IO

from scanning.clamd import ScannerUnavailable, scanner

logger = logging.getLogger(__name__)

# Somebody waits for the page: a scanner that hangs is given up before the web server gives up the request.
PATIENCE = 10.0


class NotTaken(Exception):
    """A file is not taken, and none of it may be kept; the message says why and what to do."""


class Infected(NotTaken):
    """The scanner found something in it."""


class NotScanned(NotTaken):
    """A scanner is set up and gave no verdict."""


def require_clean(file: IO[bytes]) -> bool:
    """Ask about a file from its current position; return whether it was scanned: False if no scanner is set up.

    Never called inside a transaction: others would wait for the scanner. The file is read to its end.
    :raises Infected, NotScanned: with a scanner set up, anything but its word that the file is clean.
    """
    asked = scanner(seconds=PATIENCE)
    if asked is None:
        return False
    try:
        verdict = asked.scan(file)
    except ScannerUnavailable as error:
        logger.warning("A file was not scanned: %s", error)
        raise NotScanned("The virus scanner does not answer. Try again in a few minutes.") from error
    if not verdict.is_clean:
        logger.warning("The virus scan found %s in a file.", verdict.finding[:200])
        raise Infected("The virus scan found something in this file. Use a clean one.")
    return True
