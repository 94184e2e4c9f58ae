"""What each recipient would get, named beside the permission that lets it: labels only, never answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from uuid import UUID

from forms.definitions.fields import field_type
from forms.definitions.kinds import kind_of
from forms.definitions.spec import SHARE, WITHHOLD, FieldSpec, FormSpec
from forms.submissions.pinned import pinned_spec


@lru_cache(maxsize=64)
def received_by_permission(version_id: UUID) -> Mapping[str, tuple[str, ...]]:
    """Return, by the key of each permission question, the items its recipient may get; once per process."""
    return received_under(pinned_spec(version_id))


def received_under(spec: FormSpec) -> Mapping[str, tuple[str, ...]]:
    """Return the same for a form that may not be published."""
    kind = kind_of(spec.kind)
    permissions = {
        field.key: kind.audience_of_permission(field) for field in spec.fields() if field.type == "permission"
    }
    return {key: tuple(_items(spec, audience)) for key, audience in permissions.items() if audience}


def _items(spec: FormSpec, audience: str) -> Iterator[str]:
    for step in spec.steps:
        labels = [name for field in step.fields if (name := _item(field, audience))]
        if labels:
            yield f"{step.title}: {'; '.join(labels)}"


def _item(field: FieldSpec, audience: str) -> str:
    """Return a question's name for the list, empty when the audience never gets its answer."""
    decisions = [one.decision for one in field.disclosures if one.audience == audience]
    if not decisions or WITHHOLD in decisions or not field_type(field.type).collects or field.companion_of:
        return ""
    label = field.label.rstrip("?")
    return label if all(decision == SHARE for decision in decisions) else f"{label} (only where needed)"
