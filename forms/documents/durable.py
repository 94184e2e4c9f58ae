"""Files that are on the disk, not in its cache, before anything says that they are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DurableFileSystemStorage(FileSystemStorage):
    """Django's storage in a folder, with each file and its folders flushed to the disk.

    Without that a power cut right after a commit could leave a row that says "drawn" and no PDF.
    """

    def save(self, name: str | None, content: File[Any] | IO[Any], max_length: int | None = None) -> str:
        """Store a file and return its name once a power cut can no longer take it away."""
        missing = _first_missing(Path(self.path(name or "")).parent)
        saved = super().save(name, content, max_length)
        path = Path(self.path(saved))
        _flush(path)
        # A new name is kept by its folder, and a new folder by the one above it.
        folder = path.parent
        _flush(folder)
        while missing is not None and folder != missing.parent:
            folder = folder.parent
            _flush(folder)
        return saved


def _first_missing(folder: Path) -> Path | None:
    """Return the highest of a folder and those above it that does not exist; None if all do."""
    missing = None
    while not folder.exists():
        missing, folder = folder, folder.parent
    return missing


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
