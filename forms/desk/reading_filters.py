"""Read filters out of an address; what cannot be read asks for nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar
from uuid import UUID

from django.http import QueryDict

from forms.definitions.kinds import all_kinds
from forms.desk.columns import COLUMNS
from forms.desk.filters import ME, NOBODY, UNDER_WAY, DeskFilters
from forms.submissions.models import Submission

T = TypeVar("T")
OUTCOMES = [(value or UNDER_WAY, str(label)) for value, label in Submission.Outcome.choices]


def filters_from(query: QueryDict) -> DeskFilters:
    """Return the filters and columns of an address."""
    assignee = query.get("assignee", "")
    kind, outcome = query.get("kind", ""), query.get("outcome", "")
    return DeskFilters(
        form=_read(int, query.get("form", "")[:9]),
        version=_read(UUID, query.get("version", "")),
        kind=kind if kind in {one.key for one in all_kinds()} else "",
        outcome=outcome if outcome in dict(OUTCOMES) else "",
        organisation=_read(UUID, query.get("organisation", "")),
        since=_read(date.fromisoformat, query.get("since", "")),
        until=_read(date.fromisoformat, query.get("until", "")),
        assignee=assignee if assignee in (ME, NOBODY) else str(_read(UUID, assignee) or ""),
        tag=_read(UUID, query.get("tag", "")),
        columns=tuple(name for name in COLUMNS if name in query.getlist("columns")),
    )


def _read(read: Callable[[str], T], text: str) -> T | None:
    try:
        return read(text) if text else None
    except ValueError:
        return None
