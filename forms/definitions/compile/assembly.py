"""Put a form without problems together: the spec that is stored, hashed and filled in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from forms.definitions.compile.companions import companion_of
from forms.definitions.compile.source import Source, SourceField, SourceRoute
from forms.definitions.kinds import FormKind
from forms.definitions.spec import ALWAYS, WHEN, FieldSpec, FormSpec, RouteSpec


def assemble(source: Source, kind: FormKind) -> FormSpec:
    """Return the spec of a form, companions included; rows for other kinds' audiences are left out."""
    audiences = {audience.key for audience in kind.audiences}
    roles = {field.spec.key: str(field.spec.settings.get("role", "")) for field in source.fields()}
    return FormSpec(
        kind=kind.key,
        title=source.title,
        intro=source.intro,
        steps=tuple(
            replace(
                step.spec,
                fields=tuple(one for field in step.fields for one in _fields(field, audiences)),
            )
            for step in source.steps
        ),
        audiences=kind.audiences,
        routes=tuple(_route(route, roles) for route in source.routes),
        what_happens_next=source.what_happens_next,
    )


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
    spec = replace(field.spec, disclosures=disclosures, required=field.spec.required if collects else False)
    yield spec
    if has_companion(field):
        yield companion_of(spec)


def _route(route: SourceRoute, roles: dict[str, str]) -> RouteSpec:
    return replace(route.spec, role=route.spec.role or roles.get(route.spec.partner_field, ""))
