"""What one process keeps of the pages that it made: bounded, oldest use first to go."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property
from threading import Lock

from django.conf import settings

Headers = list[tuple[str, str]]
# A file that fits into one packet gains nothing from being packed.
SMALLEST_PACKED = 1_000
AGE = "age"


@dataclass(frozen=True, slots=True)
class Address:
    """What tells kept answers apart: host with port, whether over TLS, path, and for whom."""

    host: str
    scheme: str
    path: str
    audience: str


@dataclass(frozen=True)
class Kept:
    """An answer as the application gave it: when, and until when it may be given again (seconds since 1970)."""

    status: str
    headers: Headers
    body: bytes
    stamp: str
    made: float
    until: float
    etag: str = ""
    edition: str = ""
    hangs_on_others: bool = False

    def age(self, *, now: float) -> str:
        """Return the seconds since the answer was made, as a header that caches elsewhere count (RFC 9111, 5.1)."""
        return str(max(int(now - self.made), 0))

    @cached_property
    def packed(self) -> bytes:
        """The body packed with gzip, always to the same bytes."""
        return gzip.compress(self.body, compresslevel=6, mtime=0)


def kept(*, status: str, headers: Headers, body: bytes, stamp: str, until: float, now: float) -> Kept:
    """Return an answer to keep, with an entity tag made of its bytes; what was kept before keeps its age."""
    age = next((int(value) for name, value in headers if name.lower() == AGE), 0)
    own = [pair for pair in headers if pair[0].lower() != AGE]
    return Kept(status, own, body, stamp, now - age, until, hashlib.sha256(body).hexdigest()[:32])


class Shelf:
    """Kept answers of one process; safe for several threads."""

    def __init__(self, size: int) -> None:
        self._size, self._lock = size, Lock()
        self._answers: OrderedDict[Address, Kept] = OrderedDict()

    def find(self, address: Address, *, stamp: str, now: float) -> Kept | None:
        """Return an answer of this stamp that is not too old."""
        answer = self.find_any(address, now=now)
        return answer if answer is not None and answer.stamp == stamp else None

    def find_any(self, address: Address, *, now: float) -> Kept | None:
        """Return an answer that is not too old, of whatever stamp; one that is too old goes."""
        with self._lock:
            answer = self._answers.get(address)
            if answer is None:
                return None
            if answer.until <= now:
                del self._answers[address]
                return None
            self._answers.move_to_end(address)
            return answer

    def keep(self, address: Address, answer: Kept) -> None:
        """Keep an answer; the one that was not asked for the longest goes for it."""
        with self._lock:
            self._answers[address] = answer
            self._answers.move_to_end(address)
            while len(self._answers) > self._size:
                self._answers.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._answers.clear()

    def __len__(self) -> int:
        return len(self._answers)


shelf = Shelf(settings.PAGE_CACHE_ENTRIES)
