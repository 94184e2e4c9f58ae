"""Change and read a programme's contacts."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from accounts.models import User
from audit.trail import audited, record
from content.contacts.models import Contact


def save_contact(*, contact: Contact, by: User | str, now: datetime) -> Contact:
    """Keep a contact as it was entered. The trail says which one changed, not how to reach them."""
    with audited(at=now):
        contact.save()
        record(
            "contact.saved",
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
