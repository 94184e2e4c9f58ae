"""Have a file read by a process of its own, which is ended when it takes too long."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sniffing.apart import Broken, run_apart

CHILD = Path(__file__).with_name("child.py")
SECONDS = 60
READ, UNREADABLE = "read", "unreadable"


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in a file: `state` as in DocumentVersion.Reading, PNG bytes of its first page."""

    state: str
    pages: int | None = None
    text: str = ""
    thumbnail: bytes = b""


def read_file(file: IO[bytes], *, media_type: str, seconds: float = SECONDS) -> Read:
    """Return what is found in a file; one that breaks the reading process, or its limits, is unreadable."""
    try:
        head, _, picture = run_apart(CHILD, media_type, data=file.read(), seconds=seconds).partition(b"\n")
        said = json.loads(head)
    except (Broken, ValueError):
        return Read(UNREADABLE)
    return Read(
        said["state"], said.get("pages"), _storable(said.get("text", "")), picture[: said["thumbnail"]]
    )


def _storable(text: str) -> str:
    """Leave out what a database does not take: null characters and halves of pairs."""
    return text.replace("\0", " ").replace("\r\n", "\n").encode("utf-8", "ignore").decode()
