"""The versions of a programme's forms as the desk needs them: read once for a page, specs left alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from forms.definitions.kinds import kind_of
from forms.definitions.models import FormVersion


@dataclass(frozen=True, slots=True)
class Version:
    """A version with what names it."""

    id: UUID
    number: int
    form_id: int
    form: str
    kind: str

    @property
    def listed(self) -> bool:
        """Say whether submissions of its kind stand on the desk; other kinds have pages of their own."""
        return kind_of(self.kind).listed

    @property
    def kind_label(self) -> str:
        return kind_of(self.kind).label


def versions_of(programme_id: UUID) -> Mapping[UUID, Version]:
    """Return every version of a programme's forms by its key, those of kinds kept elsewhere too; one query."""
    rows = FormVersion.objects.filter(form__programme=programme_id).order_by("form__title", "-number")
    names = ("pk", "number", "form_id", "form__title", "form__kind")
    return {row[0]: Version(*row) for row in rows.values_list(*names)}
