"""Verify what strangers send, in a process of its own that has little memory, little time and no secrets."""

from __future__ import annotations

import base64
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from django.conf import settings

from forms.documents.sealing import verdicts
from forms.documents.sealing.credentials import SealUnusable, trusted
from forms.documents.sealing.verdicts import SealVerdict

logger = logging.getLogger(__name__)

MAX_UPLOAD_BYTES = 10 * 1024 * 1024
WALL_SECONDS = 20.0
CHILD = "forms.documents.sealing.child"
# No secrets, and no roots of web servers either: it connects to nobody, and loading them takes 0.2 seconds.
ENVIRONMENT = {"SSL_CERT_FILE": os.devnull}
# One file at a time on a machine: as many as there are web processes would keep everybody else out.
LOCK = "inspecting.lock"
PATIENCE_SECONDS = 5.0


class InspectorBusy(Exception):
    """Another file is being inspected, and takes long."""


def inspect_untrusted(data: bytes, *, at: datetime | None = None) -> SealVerdict:
    """Say what the seal of an uploaded file proves; `at` as in `verify_seal`.

    Larger files than MAX_UPLOAD_BYTES are refused unread. A crash, a bomb or a timeout of the child is a
    verdict: the file could not be read. Raise InspectorBusy when another file takes too long.
    """
    if len(data) > MAX_UPLOAD_BYTES:
        return SealVerdict(problem=verdicts.TOO_LARGE)
    try:
        trust = trusted()
    except SealUnusable as error:
        return SealVerdict(problem=f"The seal cannot be checked at present. {error}", checked=False)
    head: dict[str, object] = {
        "seals": [base64.b64encode(one).decode() for one in trust.seals],
        "timestamps": [base64.b64encode(one).decode() for one in trust.timestamps],
        "at": at.isoformat() if at else None,
    }
    with _alone():
        return _inspected(head, data)


@contextmanager
def _alone() -> Iterator[None]:
    with (Path(settings.VAR_DIR) / LOCK).open("w") as file:
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                flock(file, LOCK_EX | LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > until:
                    raise InspectorBusy("Another file is being inspected.") from None
                time.sleep(0.1)
        yield


def _inspected(head: dict[str, object], data: bytes) -> SealVerdict:
    try:
        done = subprocess.run(  # noqa: S603  our own program, no shell, and the file only as its input
            [sys.executable, "-B", "-m", CHILD],
            input=json.dumps(head).encode() + b"\n" + data,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=settings.BASE_DIR,
            env=ENVIRONMENT,
            timeout=WALL_SECONDS,
            check=True,
        )
        return _verdict(json.loads(done.stdout))
    except (subprocess.SubprocessError, ValueError, TypeError) as error:
        logger.warning("An uploaded file of %d bytes could not be read: %s", len(data), type(error).__name__)
        return SealVerdict(problem=verdicts.UNREADABLE)


def _verdict(found: dict[str, object]) -> SealVerdict:
    signed_at = found.pop("signed_at")
    moment = datetime.fromisoformat(signed_at) if isinstance(signed_at, str) else None
    return SealVerdict(**found, signed_at=moment)  # type: ignore[arg-type]
