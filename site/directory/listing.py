"""Which partners pages list, and under which name: changed with a second person, as all that pages show."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from directory.models import Partner
from labelling.records import Changeable, register_record
from rows import kept_rows_where

LISTING_FIELDS = ("public_name", "listed")

register_record(Changeable(Partner, LISTING_FIELDS))


@dataclass(frozen=True, slots=True)
class Provider:
    """A partner as pages show it."""

    role: str
    name: str


def listed_providers(*, programme_id: UUID) -> tuple[Provider, ...]:
    """Return the partners that a programme's pages list, by role and name; a query after a change.

    No day is asked: a page must not come to say something else by itself.
    """
    partners = kept_rows_where(Partner, "programme", programme_id)
    listed = (Provider(one.role, one.public_name) for one in partners if one.listed)
    return tuple(sorted(listed, key=lambda one: (one.role, one.name)))
