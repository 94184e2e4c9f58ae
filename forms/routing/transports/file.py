"""Deliver into a folder of this machine: the partners' inboxes of the demo."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from pathlib import Path

from django.conf import settings

from forms.routing.destinations import FrozenDestination
from forms.routing.transports.base import ErrorKind, Payload, Receipt, TransportError

# One folder name: no separators, no leading dot, so nothing leads out of the inboxes.
_FOLDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}\Z")
_UNFINISHED = ".unfinished"
_CORRECTABLE = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR}


class FileTransport:
    """Write the PDF beside the others and rename it, so that a half-written file never shows."""

    def send(self, payload: Payload, destination: FrozenDestination) -> Receipt:
        root = Path(settings.DELIVERY_INBOX_DIR)
        try:
            inbox = _inbox(root, destination.address)
            # Idempotent: a repeat of the same leg has the same name and replaces equal bytes.
            target = inbox / f"{payload.reference}-{payload.leg_id.hex[:8]}.pdf"
            _write_whole(target, payload.data, scratch=root / _UNFINISHED)
        except OSError as error:
            kind = ErrorKind.MISCONFIGURED if error.errno in _CORRECTABLE else ErrorKind.TEMPORARY
            reason = os.strerror(error.errno) if error.errno else type(error).__name__
            raise TransportError(f"The inbox could not be written: {reason}.", kind) from error
        return Receipt(provider_id=f"{inbox.name}/{target.name}")


def _inbox(root: Path, address: str) -> Path:
    if not _FOLDER.match(address):
        raise TransportError(
            "The address must be one folder name of letters, digits, dots and hyphens.",
            ErrorKind.MISCONFIGURED,
        )
    inbox = root / address
    inbox.mkdir(parents=True, exist_ok=True)
    if inbox.resolve().parent != root.resolve():
        raise TransportError("The folder leads out of the inboxes.", ErrorKind.MISCONFIGURED)
    return inbox


def _write_whole(target: Path, data: bytes, *, scratch: Path) -> None:
    scratch.mkdir(exist_ok=True)
    handle, unfinished = tempfile.mkstemp(dir=scratch)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(unfinished).replace(target)
    except BaseException:
        Path(unfinished).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
