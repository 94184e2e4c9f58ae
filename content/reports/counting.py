"""Count reads where answers leave this server, in front of the pages that are kept as well.

Not counted: what a browser or a shared cache shows without asking here, programs that say they are one, and
the question of the audience in a page's place. Counts stay in the process and are stored once a minute, with
the next answer; a process that ends loses those of its last minute.
"""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from django.db import close_old_connections
from django.db.utils import Error
from django.utils import timezone

from content.ratings.visitors import names_a_robot
from content.reports.reads import Address, add_reads

logger = logging.getLogger(__name__)
KEEP_FOR = 60.0
COUNTED = ("200", "304")

Environ = dict[str, Any]
StartResponse = Callable[..., Callable[[bytes], object]]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]


class CountReads:
    """Pass every request on, and count the answers that show somebody a page."""

    def __init__(self, application: Application, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._application, self._clock, self._lock = application, clock, Lock()
        self._counts: Counter[Address] = Counter()
        self._stored_at = clock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "GET":
            return self._application(environ, start_response)

        def counted(status: str, headers: list[tuple[str, str]], *more: Any) -> Callable[[bytes], object]:
            if status.startswith(COUNTED) and _shows_a_page(status, headers):
                self._count(environ)
            return start_response(status, headers, *more)

        answer = self._application(environ, counted)
        if self._counts and self._clock() - self._stored_at >= KEEP_FOR:
            self.store()
        return answer

    def store(self) -> None:
        """Add what was counted to the stored numbers; what cannot be stored waits for the next time."""
        with self._lock:
            counts, self._counts, self._stored_at = self._counts, Counter(), self._clock()
        close_old_connections()
        try:
            add_reads(counts, on=timezone.localdate())
        except Error as error:
            logger.warning("Reads were not stored: %s", type(error).__name__)
            with self._lock:
                self._counts.update(counts)
        finally:
            close_old_connections()

    def _count(self, environ: Environ) -> None:
        if names_a_robot(environ.get("HTTP_USER_AGENT", "")):
            return
        address = environ.get("HTTP_HOST", ""), environ.get("PATH_INFO", "")
        with self._lock:
            self._counts[address] += 1


def _shows_a_page(status: str, headers: list[tuple[str, str]]) -> bool:
    """Say whether an answer is HTML that search engines may list: the question of the audience may not be."""
    is_html = status.startswith("304")
    for name, value in headers:
        lower = name.lower()
        if lower == "x-robots-tag":
            return False
        is_html = is_html or (lower == "content-type" and value.startswith("text/html"))
    return is_html
