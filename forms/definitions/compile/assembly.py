"""Put a form without problems together: the spec that is stored, hashed and filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from directory.models import Partner
from forms.definitions.compile.companions import companion_of
from forms.definitions.compile.source import Source, SourceField, SourceRoute
from forms.definitions.kinds import FormKind
from forms.definitions.spec import ALWAYS, WHEN, AudienceSpec, FieldSpec, FormSpec, RouteSpec

DESK = Partner.Role.DESK.value


def assemble(source: Source, kind: FormKind, freeze: Callable[[FieldSpec], FieldSpec]) -> FormSpec:
    """Return the spec of a form, companions included; rows for other kinds' audiences are left out.

    `freeze` returns a question as a version keeps it.
    """
    received_by = audiences_of(source, kind)
    audiences = {audience.key for audience in received_by}
    roles = {field.spec.key: str(field.spec.settings.get("role", "")) for field in source.fields()}
    return FormSpec(
        kind=kind.key,
        title=source.title,
        intro=source.intro,
        steps=tuple(
            replace(
                step.spec,
                fields=tuple(freeze(one) for field in step.fields for one in _fields(field, audiences)),
            )
            for step in source.steps
        ),
        audiences=received_by,
        routes=tuple(_route(route, roles) for route in source.routes),
        what_happens_next=source.what_happens_next,
        open_to=source.open_to,
        readers=source.readers,
        other_way=source.other_way,
    )


def audiences_of(source: Source, kind: FormKind) -> tuple[AudienceSpec, ...]:
    """Return who may receive a form of this kind, without those to whom no route of it leads."""
    routed = {route.spec.audience for route in source.routes}
    return tuple(one for one in kind.audiences if one.key not in kind.routed_only or one.key in routed)


def has_companion(field: SourceField) -> bool:
    """Say whether a question brings the adverse-event question: it invites prose, perhaps about a patient."""
    return field.safety_questions and field.type is not None and field.type.is_free_text(field.spec)


def _fields(field: SourceField, audiences: set[str]) -> Iterator[FieldSpec]:
    collects = field.type is not None and field.type.collects
    disclosures = tuple(
        one if one.decision == WHEN else replace(one, when=ALWAYS)
        for one in field.spec.disclosures
        if collects and one.decision and one.audience in audiences
    )
    asked = field.type is not None and field.type.asked
    spec = replace(field.spec, disclosures=disclosures, required=field.spec.required if asked else False)
    yield spec
    if has_companion(field):
        yield companion_of(spec)


def _route(route: SourceRoute, roles: dict[str, str]) -> RouteSpec:
    role = DESK if route.spec.partner_code else roles.get(route.spec.partner_field, "")
    return replace(route.spec, role=route.spec.role or role)
