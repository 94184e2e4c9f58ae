"""Have a file opened whole by a process of its own, and get it back clean."""

from __future__ import annotations

import json
from pathlib import Path

from sniffing.apart import Broken, run_apart
from sniffing.kinds import Kind
from sniffing.refusals import Unacceptable

CHILD = Path(__file__).with_name("child.py")
SECONDS = 25
_ANYTHING_ELSE = "This file cannot be opened: it is broken, or far larger inside than it looks. Save it again and choose the new one."
_WORDS = {
    "encrypted": "This PDF is protected by a password. Save it without one and choose the new file.",
    "scripts": "This PDF holds a script. Print it into a new PDF and choose that one.",
    "macros": "This file holds macros or controls. Save it again without them.",
    "too large": "Opened, this file is far larger than a document or a picture is. Save it smaller and choose the new one.",
    "moves": "This picture moves. Save it as a single picture and choose that one.",
}


def checked(data: bytes, kind: Kind, *, seconds: float = SECONDS) -> bytes:
    """Return a file that opened within the limits, pictures without what they say of camera and place.

    :raises Unacceptable: it is protected, can run something, is a bomb, or does not open.
    """
    try:
        head, _, made = run_apart(CHILD, kind.media_type, data=data, seconds=seconds).partition(b"\n")
        problem = json.loads(head)["problem"]
    except (Broken, ValueError) as error:
        raise Unacceptable(_ANYTHING_ELSE) from error
    if problem:
        raise Unacceptable(_WORDS.get(problem, _ANYTHING_ELSE))
    return made
