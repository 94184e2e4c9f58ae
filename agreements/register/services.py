"""What a person keeps of the register, and the record of what is taken out of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from accounts.models import User
from agreements.events import note
from agreements.models import Agreement
from agreements.refusals import AgreementRefused
from agreements.register.filters import RegisterFilters
from agreements.register.models import SavedView
from audit.trail import audited, record

MOST_VIEWS = 30
SUBJECT = "agreements.register"


class ViewRefused(AgreementRefused):
    """The view cannot be kept; the message says why."""


def save_view(*, person: User, name: str, filters: RegisterFilters, now: datetime) -> SavedView:
    """Keep filters under a name, instead of what had that name; raise ViewRefused without one."""
    name = " ".join(name.split())
    if not name:
        raise ViewRefused("Give the view a name.")
    if len(name) > _length("name"):
        raise ViewRefused(f"A name has at most {_length('name')} characters.")
    if len(filters.query) > _length("query"):
        raise ViewRefused("The search text is too long to be kept.")
    with transaction.atomic():
        # Held, so that of two at once neither passes the limit nor finds the name taken.
        User.objects.select_for_update().get(pk=person.pk)
        views = SavedView.objects.filter(person=person)
        if not views.filter(name=name).exists() and views.count() >= MOST_VIEWS:
            raise ViewRefused(f"{MOST_VIEWS} views are kept at most. Delete one first.")
        view, _ = SavedView.objects.update_or_create(
            person=person,
            name=name,
            defaults={"query": filters.query},
            create_defaults={"query": filters.query, "created_at": now},
        )
    return view


def delete_view(*, view_id: UUID, person: User) -> bool:
    """Delete a person's own view; return whether there was one."""
    deleted, _ = SavedView.objects.filter(pk=view_id, person=person).delete()
    return bool(deleted)


def views_of(person: User) -> list[SavedView]:
    """Return what a person keeps, by name."""
    return list(SavedView.objects.filter(person=person))


def note_exported(
    *, programme_id: UUID, filters: RegisterFilters, file_format: str, count: int, by: User, now: datetime
) -> None:
    """Record that a person took the register's rows out of the system."""
    with audited(at=now):
        record(
            "agreement.register_exported",
            actor=by,
            subject=(SUBJECT, programme_id),
            programme=programme_id,
            detail={"format": file_format, "organisations": count, "filters": _impersonal(filters)},
            # Whatever somebody searches for may be a name.
            personal={"search": filters.q} if filters.q else None,
        )


def note_downloaded(*, agreement: Agreement, what: str, sha256: str, by: User, now: datetime) -> None:
    """Record that a person took a file of an agreement out of the system."""
    with audited(at=now):
        note("copy_downloaded", agreement, by=by, what=what, sha256=sha256)


def _impersonal(filters: RegisterFilters) -> str:
    return replace(filters, q="").query


def _length(field: str) -> int:
    length: int | None = SavedView._meta.get_field(field).max_length  # type: ignore[union-attr]
    return length or 0
