"""A route sends one audience's document to one partner: chosen in the form, or the one of a role."""

from __future__ import annotations

from directory.models import Partner
from forms.definitions.compile.problems import Problems
from forms.definitions.compile.source import Source, SourceRoute
from forms.definitions.kinds import FormKind
from forms.definitions.spec import FieldSpec


def problems(source: Source, kind: FormKind) -> Problems:
    """Say which routes lead nowhere."""
    audiences = {audience.key for audience in kind.audiences}
    fields = {field.spec.key: field.spec for field in source.fields()}
    for route in source.routes:
        if route.spec.audience not in audiences:
            yield route.problem("Choose whose document is sent.", "audience")
        yield from _of_recipient(route, fields)


def _of_recipient(route: SourceRoute, fields: dict[str, FieldSpec]) -> Problems:
    role, key = route.spec.role, route.spec.partner_field
    if role and role not in Partner.Role.values:
        yield route.problem("Choose a kind of partner from the list.", "role")
    if not key:
        if not role:
            yield route.problem("Choose the partner, or the question that asks for one.", "role")
        return
    field = fields.get(key)
    if field is None:
        yield route.problem(f"No question has the key “{key}”.", "partner_field")
    elif field.type != "partner":
        yield route.problem(f"“{key}” does not ask for a partner.", "partner_field")
    elif role and field.settings.get("role") != role:
        yield route.problem(f"“{key}” asks for another kind of partner.", "partner_field")
