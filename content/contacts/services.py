"""Load and read a programme's contacts. They change by proposal and approval, as all that pages show."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from audit.trail import audited, record
from content.contacts.models import Contact
from labelling.records import Changeable, register_record

CONTACT_FIELDS = ("kind", "name", "region", "phone", "email", "form", "is_placeholder")

register_record(Changeable(Contact, CONTACT_FIELDS))


def load_contact(*, contact: Contact, by: str, now: datetime) -> Contact:
    """Keep a contact of a programme that has no page yet to show it.

    The trail says which one was loaded, not how to reach them.
    """
    with audited(at=now):
        contact.save(force_insert=True)
        record(
            "contact.loaded",
            actor=by,
            subject=contact,
            programme=contact.programme_id,
            detail={"kind": contact.kind},
        )
    return contact


def contacts_of(programme_id: UUID) -> dict[str, list[Contact]]:
    """Return a programme's contacts by kind, in order of region, each with its form; one query."""
    found: dict[str, list[Contact]] = {}
    for contact in Contact.objects.filter(programme=programme_id).select_related("form"):
        found.setdefault(contact.kind, []).append(contact)
    return found
