"""What stands on each published version, in numbers that tell nothing about one person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count
from django.utils.text import capfirst

from forms.definitions.spec import FormSpec
from forms.definitions.versions import live_version, spec_of

if TYPE_CHECKING:
    from forms.definitions.models import Form, FormVersion

# Editors see no patient data; a smaller number could point at one registration.
SMALLEST_NUMBER_SHOWN = 5


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version as the admin lists it."""

    number: int
    is_live: bool
    published_at: datetime
    published_by: str
    sha256: str
    steps: int
    questions: int
    used_by: tuple[str, ...]


def version_rows(form: Form) -> tuple[VersionRow, ...]:
    """Return the versions of a form, the newest first; queries do not grow with their number."""
    versions = list(form.versions.select_related("published_by").order_by("-number"))
    live = live_version(form)
    used = usage_of(versions)
    return tuple(
        _row(version, spec_of(version), live is not None and live.pk == version.pk, used[version.pk])
        for version in versions
    )


def usage_of(versions: Iterable[FormVersion]) -> dict[UUID, tuple[str, ...]]:
    """Return, for each version, what of the floors above refers to it, such as “Drafts: 12”."""
    found: dict[UUID, list[str]] = {version.pk: [] for version in versions}
    if not found:
        return {}
    for relation in next(iter(versions))._meta.related_objects:
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{f"{name}__in": found})
        for pk, count in rows.values_list(name).annotate(Count("pk")).order_by():
            label = capfirst(relation.related_model._meta.verbose_name_plural)
            found[pk].append(f"{label}: {_shown(count)}")
    return {pk: tuple(lines) for pk, lines in found.items()}


# For each version, how many of something stand on it; floors above register what they keep.
Counting = Callable[[Collection[UUID]], Mapping[UUID, int]]
_counts: dict[str, Counting] = {}


def register_count(label: str, count: Counting) -> None:
    """Let the versions page say how many of something stand on each version; a second one replaces the first."""
    _counts[label] = count


def counts_of(versions: Iterable[FormVersion]) -> dict[UUID, tuple[tuple[str, str], ...]]:
    """Return, for each version, (what, how many) of what was registered; small numbers are not told."""
    keys = [version.pk for version in versions]
    counted = {label: count(keys) for label, count in _counts.items()}
    return {
        key: tuple(
            (label, _shown(found.get(key, 0)) if found.get(key) else "none")
            for label, found in counted.items()
        )
        for key in keys
    }


def _row(version: FormVersion, spec: FormSpec, is_live: bool, used_by: tuple[str, ...]) -> VersionRow:
    return VersionRow(
        number=version.number,
        is_live=is_live,
        published_at=version.published_at,
        published_by=version.published_by.name,
        sha256=version.sha256,
        steps=len(spec.steps),
        questions=sum(1 for _ in spec.fields()),
        used_by=used_by,
    )


def _shown(count: int) -> str:
    return str(count) if count >= SMALLEST_NUMBER_SHOWN else f"fewer than {SMALLEST_NUMBER_SHOWN}"
