"""A published form as plain, frozen data: what an editor wrote, compiled. No Django here."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

Json = Any
Answers = Mapping[str, Json]

SHARE, WITHHOLD, WHEN = "share", "withhold", "when"
ALL, ANY = "all", "any"
# Who may fill in a form, and which visitors may read it.
MEMBERS, ANYONE = "members", "anyone"
PROFESSIONALS, PATIENTS, PUBLIC = "professionals", "patients", "public"
# Marks what came to the spec later: left out of the JSON while it has its default, so that the hashes of
# forms which do not use it stay as they were.
ADDED_LATER = {"added_later": True}


@dataclass(frozen=True, slots=True)
class Condition:
    """Compare the answer to the field `field` with `values` by `operator` (see conditions.py)."""

    field: str
    operator: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions of which all or any must hold. No conditions: always."""

    match: str = ALL
    conditions: tuple[Condition, ...] = ()


ALWAYS = Rule()


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a field; `value` is what is stored and never changes once published.

    With `partner_role` it is offered only while a partner of that role takes registrations.
    """

    value: str
    label: str
    help: str = ""
    partner_role: str = ""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """Whether an audience receives a field, and for what purpose. Every audience needs a decision."""

    audience: str
    decision: str
    purpose: str = ""
    when: Rule = ALWAYS


@dataclass(frozen=True, slots=True)
class Check:
    """What an editor wants of an answer, beyond what its type asks (see checks.py).

    It is compared with `value`, or with the answer to `field`, from which `value` may then stand off.
    `message` replaces the usual words.
    """

    kind: str
    value: str = ""
    field: str = ""
    message: str = ""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One question. `settings` holds what only its type knows (limits, role, statement…).

    `companion_of` names the free-text field whose adverse-event question this is.
    """

    key: str
    type: str
    label: str
    help: str = ""
    required: bool = True
    options: tuple[Option, ...] = ()
    show_when: Rule = ALWAYS
    disclosures: tuple[Disclosure, ...] = ()
    # Compared, but left out of the hash: a mapping has none.
    settings: Mapping[str, Json] = field(default_factory=dict, hash=False)
    companion_of: str = ""
    checks: tuple[Check, ...] = field(default=(), metadata=ADDED_LATER)


@dataclass(frozen=True, slots=True)
class StepSpec:
    """One page of the form."""

    key: str
    title: str
    intro: str = ""
    show_when: Rule = ALWAYS
    fields: tuple[FieldSpec, ...] = ()


@dataclass(frozen=True, slots=True)
class AudienceSpec:
    """Somebody who may receive a document made from the answers."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class RouteSpec:
    """Send the document of `audience` to a partner: the one with a code, one chosen in a field, or one of a role."""

    audience: str
    role: str
    partner_field: str = ""
    show_when: Rule = ALWAYS
    partner_code: str = field(default="", metadata=ADDED_LATER)


@dataclass(frozen=True, slots=True)
class FormSpec:
    """A whole form at one version. `readers` and `other_way` are for visitors, where it is open to anyone."""

    kind: str
    title: str
    intro: str = ""
    steps: tuple[StepSpec, ...] = ()
    audiences: tuple[AudienceSpec, ...] = ()
    routes: tuple[RouteSpec, ...] = ()
    what_happens_next: str = ""
    open_to: str = field(default=MEMBERS, metadata=ADDED_LATER)
    readers: str = field(default=PROFESSIONALS, metadata=ADDED_LATER)
    other_way: str = field(default="", metadata=ADDED_LATER)

    def fields(self) -> Iterator[FieldSpec]:
        """Yield every field in the order of the form."""
        for step in self.steps:
            yield from step.fields

    def field(self, key: str) -> FieldSpec | None:
        """Return the field with this key, or None."""
        return next((field for field in self.fields() if field.key == key), None)

    def step(self, key: str) -> StepSpec | None:
        """Return the step with this key, or None."""
        return next((step for step in self.steps if step.key == key), None)


def to_json(spec: FormSpec) -> dict[str, Json]:
    """Return the spec as plain JSON data."""
    data: dict[str, Json] = json.loads(json.dumps(_plain(spec)))
    return data


def _plain(value: Any) -> Json:
    if is_dataclass(value):
        return {
            one.name: _plain(getattr(value, one.name))
            for one in fields(value)
            if not (one.metadata.get("added_later") and getattr(value, one.name) == one.default)
        }
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return dict(value) if isinstance(value, Mapping) else value


def sha256_of(spec: FormSpec) -> str:
    """Return the SHA-256 of the spec's canonical JSON: equal forms have equal hashes."""
    canonical = json.dumps(to_json(spec), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


def from_json(data: Mapping[str, Json]) -> FormSpec:
    """Read what `to_json` wrote."""
    return FormSpec(
        **{
            **data,
            "steps": tuple(_step(step) for step in data["steps"]),
            "audiences": tuple(AudienceSpec(**audience) for audience in data["audiences"]),
            "routes": tuple(
                RouteSpec(**{**route, "show_when": _rule(route["show_when"])}) for route in data["routes"]
            ),
        }
    )


def _step(data: Mapping[str, Json]) -> StepSpec:
    return StepSpec(
        **{
            **data,
            "show_when": _rule(data["show_when"]),
            "fields": tuple(_field(one) for one in data["fields"]),
        }
    )


def _field(data: Mapping[str, Json]) -> FieldSpec:
    return FieldSpec(
        **{
            **data,
            "options": tuple(Option(**option) for option in data["options"]),
            "show_when": _rule(data["show_when"]),
            "disclosures": tuple(
                Disclosure(**{**one, "when": _rule(one["when"])}) for one in data["disclosures"]
            ),
            "checks": tuple(Check(**one) for one in data.get("checks", ())),
        }
    )


def _rule(data: Mapping[str, Json]) -> Rule:
    return Rule(
        match=data["match"],
        conditions=tuple(
            Condition(one["field"], one["operator"], tuple(one["values"])) for one in data["conditions"]
        ),
    )
