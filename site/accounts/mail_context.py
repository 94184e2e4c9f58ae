"""What every e-mail about accounts says of its sender: the programme's name, and whom to ask about it."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings

from programme.models import Programme


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes, in the words of the e-mail templates."""

    name: str
    company_role: str = ""
    contact: str = ""


def sender_of(programme: Programme | None) -> Sender:
    """Return a programme as sender; for none the only one that there is, or else the whole site."""
    if programme is None:
        found = Programme.objects.all()[:2]
        programme = found[0] if len(found) == 1 else None
    contact = settings.DELIVERY_CONTACT_EMAIL
    if programme is None:
        return Sender(settings.SITE_NAME, contact=contact)
    return Sender(programme.name, programme.company_role, contact)
