"""Compose the covering mail of a leg. Subject, body and file name hold the reference and no patient."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr

from django.conf import settings
from django.template.loader import render_to_string

from forms.routing.destinations import FrozenDestination
from forms.routing.transports.base import ErrorKind, Payload, TransportError

# Longer lines than 998 octets break RFC 5322; the policy folds headers, base64 the rest.
_POLICY = SMTP.clone(raise_on_defect=False)


def compose(payload: Payload, destination: FrozenDestination) -> EmailMessage:
    """Return the same message, byte for byte, whenever it is composed for the same leg.

    Message-ID, date and boundaries follow from the leg, so that a repeat is recognised as one.
    """
    try:
        message = _addressed(payload, destination)
    except (ValueError, IndexError, MessageError) as error:
        raise TransportError(
            "The mail address of the sender or the partner cannot be used. Correct it.",
            ErrorKind.MISCONFIGURED,
        ) from error
    words = {
        "reference": payload.reference,
        "programme": destination.programme,
        "encrypted": payload.encrypted,
        "sealed": payload.sealed,
        "holds_patients": payload.holds_patients,
        "contact": settings.DELIVERY_CONTACT_EMAIL,
        "file_name": payload.file_name,
    }
    message.set_content(render_to_string("routing/mail-body.txt", words))
    message.add_alternative(render_to_string("routing/mail-body.html", words), subtype="html")
    message.add_attachment(payload.data, maintype="application", subtype="pdf", filename=payload.file_name)
    message.set_boundary(f"=_{payload.leg_id.hex}_mixed")
    alternatives = next(iter(message.iter_parts()))
    alternatives.set_boundary(f"=_{payload.leg_id.hex}_alternative")
    return message


def message_id(payload: Payload) -> str:
    """Return the Message-ID of a leg: the same at every retry."""
    domain = sender_address().partition("@")[2] or "localhost"
    return f"<{payload.leg_id}@{domain}>"


def sender_address() -> str:
    """Return the bare address that mail to partners comes from."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def _addressed(payload: Payload, destination: FrozenDestination) -> EmailMessage:
    message = EmailMessage(policy=_POLICY)
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message["From"] = Address(display_name=name or destination.programme, addr_spec=address)
    message["To"] = Address(addr_spec=destination.address)
    message["Reply-To"] = Address(addr_spec=settings.DELIVERY_CONTACT_EMAIL)
    what = "signed agreement" if payload.sealed else "document"
    message["Subject"] = f"{destination.programme}: {what} {payload.reference}"
    message["Date"] = format_datetime(payload.created_at)
    message["Message-ID"] = message_id(payload)
    # SES gives every message an id of its own, so the leg's travels in a header it leaves alone.
    message["X-Delivery-ID"] = str(payload.leg_id)
    # No automatic answers: nothing reads them.
    message["Auto-Submitted"] = "auto-generated"
    return message
