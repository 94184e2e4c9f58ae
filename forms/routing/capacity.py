"""How much a channel can carry: mail has an end, files and buckets have none that matters here."""

from __future__ import annotations

from django.conf import settings

from directory.models import Destination
from forms.routing.destinations import MAIL_TRANSPORTS

# Base64 in lines of 76 characters (RFC 2045): 78 octets for every 57.
_IN_MAIL = 57 / 78
# What the covering words and the document's own pages take.
PAGES = 1_500_000


def room_for_files(destination: Destination) -> int | None:
    """Return how many bytes of files a document to this destination may carry; None for any number."""
    if destination.transport not in MAIL_TRANSPORTS:
        return None
    return max(int(settings.MAIL_MOST_BYTES * _IN_MAIL) - PAGES, 0)
