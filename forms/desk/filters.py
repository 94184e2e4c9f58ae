"""What somebody asked the list for: filters and columns, as an address keeps them. Never an identifier."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date
from uuid import UUID

from django.http import QueryDict

# The value of "on its way" is empty, and an empty parameter means every outcome.
UNDER_WAY = "under_way"
ME, NOBODY = "me", "nobody"


@dataclass(frozen=True, slots=True)
class DeskFilters:
    """What the list is narrowed by; empty values ask for nothing in particular."""

    form: int | None = None
    version: UUID | None = None
    kind: str = ""
    outcome: str = ""
    organisation: UUID | None = None
    since: date | None = None
    until: date | None = None
    assignee: str = ""
    tag: UUID | None = None
    columns: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """Return filters and columns as a query string, the same for the same filters."""
        query = QueryDict(mutable=True)
        for name, value in asdict(self).items():
            if name == "columns":
                query.setlist("columns", list(value))
            elif value:
                query[name] = str(value)
        return query.urlencode()

    @property
    def are_set(self) -> bool:
        """Say whether anything is filtered; columns are no filter."""
        return bool(replace(self, columns=()).query)
