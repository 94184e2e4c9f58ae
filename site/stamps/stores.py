"""Where stamps lie: on one machine in small files, on several in the cache that they share.

An answer is kept under the stamp that was read before it was made, so what was made from data of before a
change is never given out after it.
"""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.core.cache import caches
from django.db import transaction

# Renewed when anything is published, taken down or moved, and whenever a record is saved that pages show.
PAGES = "pages"
# Renewed when a record is saved that pages show.
RECORDS = "records"
# Renewed when anybody begins or ends to belong to an organisation or a partner.
MEMBERSHIPS = "memberships"


class Stamps(Protocol):
    """Where one stamp lies."""

    def read(self) -> str | None:
        """Return the stamp, or None where it cannot be read: then nothing is kept or given out."""

    def renew(self) -> None:
        """Make everything that was kept until now worthless."""


class FileStamps:
    """A stamp of one machine: a file that is replaced as a whole, and read with one call to the system."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> str | None:
        try:
            state = self._path.stat()
        except FileNotFoundError:
            # A folder that cannot be written keeps nothing, and keeps no page from being shown.
            with suppress(OSError):
                self.renew()
            return None
        except OSError:
            return None
        return f"{state.st_ino}-{state.st_mtime_ns}"

    def renew(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=f"{self._path.name}-")
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(8))
        # A new file has another number than the one that it replaces, whatever the clock says.
        Path(name).replace(self._path)


class CacheStamps:
    """A stamp of several machines, in the cache that they share."""

    def __init__(self, name: str) -> None:
        self._key = f"stamps.{name}"

    def read(self) -> str | None:
        try:
            found: str | None = caches["default"].get(self._key)
            if found is None:
                self.renew()
        except Exception:  # noqa: BLE001 - whatever the cache's client raises, all is made anew meanwhile
            return None
        return found

    def renew(self) -> None:
        caches["default"].set(self._key, secrets.token_hex(8), timeout=None)


def stamps_of(name: str) -> Stamps:
    """Return where this installation keeps the stamp of that name."""
    if settings.STAMPS == "cache":
        return CacheStamps(name)
    return FileStamps(settings.VAR_DIR / "stamps" / name)


def renew_when_saved(*names: str) -> None:
    """Renew stamps once the surrounding transaction is stored; at once where there is none.

    What is stored by then stays stored: a stamp that cannot be renewed is logged and holds up nothing else.
    """
    for name in names:
        transaction.on_commit(stamps_of(name).renew, robust=True)
