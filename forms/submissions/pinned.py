"""The spec that a draft is pinned to, found by id alone: a version never changes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import F

from forms.definitions.kinds import FormKind, kind_of
from forms.definitions.models import FormVersion
from forms.definitions.spec import FormSpec
from forms.definitions.versions import spec_of


@dataclass(frozen=True, slots=True)
class Pinned:
    """What a draft needs of its version."""

    number: int
    spec: FormSpec


@lru_cache(maxsize=64)
def pinned(version_id: UUID) -> Pinned:
    """Return a version's number and spec; the row is read once per process."""
    version = FormVersion.objects.get(pk=version_id)
    return Pinned(version.number, spec_of(version))


def pinned_spec(version_id: UUID) -> FormSpec:
    """Return the spec of a version; the row is read once per process."""
    return pinned(version_id).spec


def kind_of_version(version_id: UUID) -> FormKind:
    """Return the kind of a version's form."""
    return kind_of(pinned_spec(version_id).kind)


def newer_version_exists(version_id: UUID) -> bool:
    """Say whether the version's form was published again since; one query."""
    return FormVersion.objects.filter(pk=version_id, form__versions__number__gt=F("number")).exists()
