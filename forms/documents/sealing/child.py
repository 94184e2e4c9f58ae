"""The child of `inspect_untrusted`: a line of JSON and a PDF come in, the verdict goes out as JSON."""

from __future__ import annotations

import base64
import json
import resource
import sys
from dataclasses import asdict
from datetime import datetime

MEMORY = 768 * 1024 * 1024  # bytes of address space, most of it libraries
CPU_SECONDS = 10
LIMITS = (
    (resource.RLIMIT_AS, MEMORY),
    (resource.RLIMIT_CPU, CPU_SECONDS),
    (resource.RLIMIT_FSIZE, 0),
    (resource.RLIMIT_CORE, 0),
    (resource.RLIMIT_NOFILE, 64),
)


def give_up() -> None:
    """Give up, for good, what a reader of files does not need."""
    for kind, most in LIMITS:
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))


def main() -> None:
    """Read a file within the limits and print its verdict."""
    give_up()
    from forms.documents.sealing.credentials import Trust
    from forms.documents.sealing.judging import judge

    head = json.loads(sys.stdin.buffer.readline())
    trust = Trust(
        seals=tuple(map(base64.b64decode, head["seals"])),
        timestamps=tuple(map(base64.b64decode, head["timestamps"])),
    )
    at = datetime.fromisoformat(head["at"]) if head["at"] else None
    verdict = judge(sys.stdin.buffer.read(), trust=trust, at=at)
    json.dump(asdict(verdict), sys.stdout, default=datetime.isoformat)


if __name__ == "__main__":
    main()
