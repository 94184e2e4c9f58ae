"""Have a file read by a process of its own, which is ended when it takes too long."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

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
        ended = subprocess.run(  # noqa: S603 - our own program, and an argument of our own list
            [sys.executable, "-I", str(CHILD), media_type],
            input=file.read(),
            capture_output=True,
            env={},
            timeout=seconds,
            check=True,
        )
        head, _, picture = ended.stdout.partition(b"\n")
        said = json.loads(head)
    except (subprocess.SubprocessError, ValueError):
        return Read(UNREADABLE)
    return Read(
        said["state"], said.get("pages"), _storable(said.get("text", "")), picture[: said["thumbnail"]]
    )


def _storable(text: str) -> str:
    """Leave out what a database does not take: null characters and halves of pairs."""
    return text.replace("\0", " ").replace("\r\n", "\n").encode("utf-8", "ignore").decode()
