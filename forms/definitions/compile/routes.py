"""A route sends one audience's document to one partner: chosen in the form, or the one of a role."""

from __future__ import annotations

from directory.models import PATIENT_ROLES, Partner
from forms.definitions.compile.problems import Problems
from forms.definitions.compile.source import Source, SourceField, SourceRoute
from forms.definitions.kinds import FormKind
from forms.definitions.spec import FieldSpec

NOT_TO_A_SPONSOR = "A sponsor never receives what is said of a patient. Choose another kind of partner."


def problems(source: Source, kind: FormKind) -> Problems:
    """Say which routes lead nowhere."""
    audiences = {audience.key for audience in kind.audiences}
    fields = {field.spec.key: field.spec for field in source.fields()}
    for field in source.fields():
        yield from _of_roles(field)
    for route in source.routes:
        if route.spec.audience not in audiences:
            yield route.problem("Choose whose document is sent.", "audience")
        yield from _of_recipient(route, fields)


def _of_roles(field: SourceField) -> Problems:
    """Refuse a question that would offer the sponsor, or an option that waits for it."""
    if field.spec.settings.get("role") == Partner.Role.SPONSOR:
        yield field.problem(NOT_TO_A_SPONSOR, "role")
    for index, option in enumerate(field.spec.options):
        if option.partner_role == Partner.Role.SPONSOR:
            yield field.problem(NOT_TO_A_SPONSOR, "options", index, "partner_role")


def _of_recipient(route: SourceRoute, fields: dict[str, FieldSpec]) -> Problems:
    role, key = route.spec.role, route.spec.partner_field
    if role == Partner.Role.SPONSOR:
        yield route.problem(NOT_TO_A_SPONSOR, "role")
    elif role and role not in PATIENT_ROLES:
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
