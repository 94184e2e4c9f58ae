"""A route sends one audience's document to one partner: a desk, one chosen in the form, or the one of a role."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from directory.models import PATIENT_ROLES, Partner
from forms.definitions.compile.problems import Problems
from forms.definitions.compile.source import Source, SourceField, SourceRoute
from forms.definitions.kinds import FormKind
from forms.definitions.spec import FieldSpec

if TYPE_CHECKING:
    from forms.definitions.models import Form

NOT_TO_A_SPONSOR = "A sponsor never receives what is said of a patient. Choose another kind of partner."
NOT_TO_A_DESK = "A desk never receives what is said of a patient. Choose a partner that looks after patients."


def desks_of(form: Form) -> frozenset[str]:
    """Return the codes of the desks of the form's programme; no query unless a route names one."""
    routes = form.routes.get_prep_value() or ()
    if not any(route["value"].get("partner_code") for route in routes):
        return frozenset()
    desks = Partner.objects.filter(programme=form.programme_id, role=Partner.Role.DESK)
    return frozenset(desks.values_list("code", flat=True))


def problems(source: Source, kind: FormKind, desks: Collection[str]) -> Problems:
    """Say which routes lead nowhere; `desks` are the codes of the programme's."""
    audiences = {audience.key for audience in kind.audiences}
    fields = {field.spec.key: field.spec for field in source.fields()}
    for field in source.fields():
        yield from _of_roles(field)
    for route in source.routes:
        if route.spec.audience not in audiences:
            yield route.problem("Choose whose document is sent.", "audience")
        if route.spec.partner_code:
            yield from _of_desk(route, kind, desks)
        elif route.spec.audience in kind.routed_only:
            yield route.problem("Choose the desk that receives this document.", "partner_code")
        else:
            yield from _of_recipient(route, fields)


def _of_roles(field: SourceField) -> Problems:
    """Refuse a question that would offer the sponsor, or an option that waits for it."""
    if field.spec.settings.get("role") == Partner.Role.SPONSOR:
        yield field.problem(NOT_TO_A_SPONSOR, "role")
    for index, option in enumerate(field.spec.options):
        if option.partner_role == Partner.Role.SPONSOR:
            yield field.problem(NOT_TO_A_SPONSOR, "options", index, "partner_role")


def _of_desk(route: SourceRoute, kind: FormKind, desks: Collection[str]) -> Problems:
    if kind.holds_patients:
        yield route.problem(NOT_TO_A_DESK, "partner_code")
    elif route.spec.role or route.spec.partner_field:
        yield route.problem("Choose either a desk or another partner, one of the two.", "partner_code")
    elif route.spec.audience not in kind.routed_only:
        yield route.problem("A desk receives the desk’s document.", "audience")
    elif route.spec.partner_code not in desks:
        yield route.problem("This desk is none of the programme’s. Choose another.", "partner_code")


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
