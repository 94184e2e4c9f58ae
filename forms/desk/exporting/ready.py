"""A person's own exports."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from accounts.models import User
from forms.desk.models import Export


def exports_of(person: User) -> QuerySet[Export]:
    """Return what somebody asked for, the newest first: nobody sees another's."""
    return Export.objects.filter(person=person)


def ready_exports(person: User, now: datetime) -> list[UUID]:
    """Return the exports that wait to be fetched by their person; one query."""
    ready = exports_of(person).filter(state=Export.State.DONE, taken_at=None, expires_at__gt=now)
    return list(ready.values_list("pk", flat=True)[:20])
