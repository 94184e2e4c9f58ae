"""The bytes that a leg sends: made once, stored sealed, the same at every try."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from forms.documents.encryption import PassphraseUnusable, encrypt_pdf
from forms.documents.sealing import SealFailed
from forms.documents.services import RenderFailed, read_pdf, render_document
from forms.documents.storage import load_sealed, store_sealed
from forms.routing.destinations import FrozenDestination
from forms.routing.models import Delivery
from forms.routing.transports.base import ErrorKind, Payload, TransportError


@dataclass(frozen=True, slots=True)
class StoredPayload:
    """Where a leg's bytes lie, sealed, and what they are."""

    payload: Payload
    name: str
    size: int


def payload_of(leg: Delivery, destination: FrozenDestination, *, now: datetime) -> StoredPayload:
    """Return the leg's bytes; make and store them when the row knows none yet.

    A sealed agreement is sent exactly as it lies: a file that is encrypted or saved again is no longer
    the one that its seal covers, and holds nothing of a patient.

    :raises TransportError: the document cannot be drawn, is not protected, or has changed.
    """
    encrypted = destination.needs_encryption and not leg.document.to_seal
    if leg.payload_sha256:
        data = load_sealed(name=leg.payload_name, context=_context(leg))
        if hashlib.sha256(data).hexdigest() != leg.payload_sha256:
            raise TransportError("The stored copy is not what was stored.", ErrorKind.PERMANENT)
        name, sha256 = leg.payload_name, leg.payload_sha256
    else:
        data = _made(leg, destination, now=now, encrypted=encrypted)
        sha256 = hashlib.sha256(data).hexdigest()
        # Named after its content: a worker that lost its lease here cannot replace another's copy.
        name = f"legs/{leg.pk}/{sha256}.pdf"
        store_sealed(name=name, data=data, context=_context(leg))
    payload = Payload(
        leg_id=leg.pk,
        reference=leg.reference,
        data=data,
        sha256=sha256,
        encrypted=encrypted,
        created_at=leg.created_at,
        sealed=leg.document.to_seal,
        holds_patients=leg.document.holds_patients,
    )
    return StoredPayload(payload=payload, name=name, size=len(data))


def _made(leg: Delivery, destination: FrozenDestination, *, now: datetime, encrypted: bool) -> bytes:
    try:
        document = render_document(document_id=leg.document_id, now=now)
    except RenderFailed as error:
        raise TransportError(f"The PDF could not be drawn: {error}", ErrorKind.PERMANENT) from error
    except SealFailed as error:
        # Nothing leaves without its seal; the service of time stamps, or a setting, may be back later.
        raise TransportError(f"The PDF could not be sealed: {error}", ErrorKind.TEMPORARY) from error
    data = read_pdf(document)
    if not encrypted:
        return data
    try:
        return encrypt_pdf(data, passphrase=destination.passphrase)
    except PassphraseUnusable as error:
        # The leg keeps the destination it was made for, so a corrected one needs a new leg.
        raise TransportError(
            "The destination has no usable passphrase. Record one, then re-route to the same partner.",
            ErrorKind.MISCONFIGURED,
        ) from error


def _context(leg: Delivery) -> str:
    return f"form_routing.delivery.payload:{leg.pk}"
