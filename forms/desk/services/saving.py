"""Filters that people keep under a name, for themselves or for the whole desk."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from forms.desk.filters import DeskFilters
from forms.desk.models import SavedFilter
from forms.desk.refusals import DeskRefused

MOST_FILTERS = 30


def save_filter(
    *, person: User, programme_id: UUID, name: str, filters: DeskFilters, shared: bool, now: datetime
) -> SavedFilter:
    """Keep filters and columns under a name, instead of what had that name; raise DeskRefused without one."""
    name = " ".join(name.split())
    if not name:
        raise DeskRefused("Give the filter a name.")
    if len(name) > _length("name"):
        raise DeskRefused(f"A name has at most {_length('name')} characters.")
    with transaction.atomic():
        # Held, so that of two at once neither passes the limit nor finds the name taken.
        User.objects.select_for_update().get(pk=person.pk)
        own = SavedFilter.objects.filter(person=person, programme=programme_id)
        if not own.filter(name=name).exists() and own.count() >= MOST_FILTERS:
            raise DeskRefused(f"{MOST_FILTERS} filters are kept at most. Delete one first.")
        values = {"query": filters.query[: _length("query")], "shared": shared}
        saved, _ = SavedFilter.objects.update_or_create(
            person=person,
            programme_id=programme_id,
            name=name,
            defaults=values,
            create_defaults={**values, "created_at": now},
        )
    return saved


def delete_filter(*, filter_id: UUID, programme_id: UUID, person: User) -> bool:
    """Delete a person's own filter, or one that somebody shared who has left; return whether there was one."""
    own_or_left = Q(person=person) | Q(shared=True, person__is_active=False)
    deleted, _ = SavedFilter.objects.filter(own_or_left, pk=filter_id, programme=programme_id).delete()
    return bool(deleted)


def filters_for(person: User, programme_id: UUID) -> list[SavedFilter]:
    """Return what a person keeps and what colleagues share, by name; one query."""
    rows = SavedFilter.objects.filter(Q(person=person) | Q(shared=True), programme=programme_id)
    return list(rows.select_related("person"))


def _length(field: str) -> int:
    length: int | None = SavedFilter._meta.get_field(field).max_length  # type: ignore[union-attr]
    return length or 0
