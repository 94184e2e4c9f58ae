"""Conditions, recipients, routes and settings in an editor's words."""

from __future__ import annotations

import json

from directory.models import Partner
from forms.definitions import conditions
from forms.definitions.checks import usual_message
from forms.definitions.fields import UnknownFieldType, field_type
from forms.definitions.fields.day import in_words, stored_day
from forms.definitions.spec import (
    ALL,
    SHARE,
    WITHHOLD,
    Check,
    Condition,
    Disclosure,
    FieldSpec,
    FormSpec,
    Json,
    RouteSpec,
    Rule,
)

COMPARISONS = {
    conditions.EQUALS: "is",
    conditions.NOT_EQUALS: "is not",
    conditions.ONE_OF: "is one of",
    conditions.CONTAINS: "contains",
    conditions.ANSWERED: "is answered",
    conditions.NOT_ANSWERED: "is not answered",
    conditions.BEFORE: "is before",
    conditions.AFTER: "is after",
}
YES_NO = {"yes": "Yes", "no": "No"}
SETTINGS = {
    "autocomplete": "what the browser fills in",
    "earliest": "the earliest date",
    "free_text": "the adverse-event question",
    "kinds": "the numbers that are accepted",
    "latest": "the latest date",
    "max_length": "the longest answer",
    "minimum_age": "the least age",
    "recipient": "whom the patient allows",
    "role": "the kind of partner",
    "statement": "the statement",
    "text": "the text",
}


def rule_in_words(rule: Rule, spec: FormSpec) -> str:
    """Return a rule as part of a sentence, “always” for one without conditions."""
    if not rule.conditions:
        return "always"
    joined = " and " if rule.match == ALL else " or "
    return "when " + joined.join(_condition(one, spec) for one in rule.conditions)


def disclosure_in_words(disclosure: Disclosure | None, spec: FormSpec) -> str:
    """Return whether and when an audience receives an answer."""
    if disclosure is None:
        return "not decided"
    if disclosure.decision == WITHHOLD:
        return "withheld"
    if disclosure.decision == SHARE:
        return "shared always"
    return f"shared {rule_in_words(disclosure.when, spec)}"


def route_in_words(route: RouteSpec, spec: FormSpec) -> str:
    """Return what is sent to whom, and when."""
    role = Partner.Role(route.role).label if route.role in Partner.Role.values else route.role
    partner = f"the partner of the kind “{role}”" if role else "a partner"
    if route.partner_field:
        partner = f"the partner chosen in “{label_of(route.partner_field, spec)}”"
    when = f", {rule_in_words(route.show_when, spec)}" if route.show_when.conditions else ""
    return f"the document of “{audience_label(route.audience, spec)}” to {partner}{when}"


def audience_label(key: str, spec: FormSpec) -> str:
    """Return how an audience is called in a form."""
    return next((one.label for one in spec.audiences if one.key == key), key)


def label_of(key: str, spec: FormSpec) -> str:
    """Return the words of a question; its key where the form has none."""
    field = spec.field(key)
    return field.label if field else key


def type_label(name: str) -> str:
    """Return what editors call a type of question."""
    try:
        return field_type(name).label
    except UnknownFieldType:
        return name


def setting_label(name: str) -> str:
    """Return what editors call a setting of a question."""
    return SETTINGS.get(name, name.replace("_", " "))


def check_in_words(check: Check, label: str) -> str:
    """Return what people read whose answer breaks a check."""
    said = check.message
    if not said:
        try:
            said = usual_message(check, label)
        except (ValueError, LookupError):
            # A draft's check that is not finished.
            said = f"{check.kind} {check.value} {check.field}".strip()
    return said if said.endswith(".") else f"{said}."


def value_in_words(value: Json) -> str:
    """Return the value of a setting; “nothing” for one that is not set."""
    if value is True or value is False:
        return "yes" if value else "no"
    if value in (None, "", [], {}):
        return "nothing"
    if isinstance(value, str | int | float):
        return f"“{value}”"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(f"“{one}”" for one in value)
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _condition(condition: Condition, spec: FormSpec) -> str:
    field = spec.field(condition.field)
    question = f"“{field.label if field else condition.field}”"
    comparison = COMPARISONS.get(condition.operator, condition.operator)
    values = " or ".join(f"“{_value(one, field)}”" for one in condition.values)
    return f"{question} {comparison} {values}".rstrip()


def _value(value: str, field: FieldSpec | None) -> str:
    if day := stored_day(value):
        return in_words(day)
    for option in field.options if field else ():
        if option.value == value:
            return option.label
    return YES_NO.get(value, value)
