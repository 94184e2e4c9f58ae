"""Find a transport by the name that a destination gives."""

from __future__ import annotations

from forms.routing.transports.base import ErrorKind, Transport, TransportError
from forms.routing.transports.file import FileTransport
from forms.routing.transports.s3 import S3Transport
from forms.routing.transports.ses import SesTransport
from forms.routing.transports.smtp import SmtpTransport

_TRANSPORTS: dict[str, Transport] = {
    "file": FileTransport(),
    "smtp": SmtpTransport(),
    "ses": SesTransport(),
    "s3": S3Transport(),
}


def transport(name: str) -> Transport:
    """Return the transport called `name`; raise TransportError (misconfigured) when there is none."""
    try:
        return _TRANSPORTS[name]
    except KeyError:
        raise TransportError(
            f"No transport is called {name!r}. Correct the partner's destination.", ErrorKind.MISCONFIGURED
        ) from None
