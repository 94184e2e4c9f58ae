"""A version as text that can be read but not changed: every step, question, condition and recipient in words."""

from __future__ import annotations

from dataclasses import dataclass

from forms.definitions.changes.extras import settings_of
from forms.definitions.changes.wording import (
    audience_label,
    check_in_words,
    disclosure_in_words,
    route_in_words,
    rule_in_words,
    setting_label,
    type_label,
    value_in_words,
)
from forms.definitions.spec import FieldSpec, FormSpec, StepSpec

Facts = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class QuestionText:
    """A question with what holds for it, in words."""

    label: str
    type: str
    help: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class StepText:
    """A step with its questions."""

    title: str
    intro: str
    when: str
    questions: tuple[QuestionText, ...]


@dataclass(frozen=True, slots=True)
class FormText:
    """A whole form."""

    title: str
    intro: str
    steps: tuple[StepText, ...]
    routes: tuple[str, ...]
    what_happens_next: str


def text_of(spec: FormSpec) -> FormText:
    """Return a form in words."""
    return FormText(
        title=spec.title,
        intro=spec.intro,
        steps=tuple(_step(step, spec) for step in spec.steps),
        routes=tuple(route_in_words(route, spec) for route in spec.routes),
        what_happens_next=spec.what_happens_next,
    )


def _step(step: StepSpec, spec: FormSpec) -> StepText:
    when = f"Shown {rule_in_words(step.show_when, spec)}." if step.show_when.conditions else ""
    return StepText(step.title, step.intro, when, tuple(_question(one, spec) for one in step.fields))


def _question(field: FieldSpec, spec: FormSpec) -> QuestionText:
    facts = [("Key", field.key), ("Must be answered", "Yes" if field.required else "No")]
    if field.show_when.conditions:
        facts.append(("Asked", rule_in_words(field.show_when, spec)))
    if field.options:
        facts.append(("Options", ", ".join(option.label for option in field.options)))
    if field.checks:
        facts.append(("Checks", " ".join(check_in_words(one, field.label) for one in field.checks)))
    facts += [
        (setting_label(name).capitalize(), value_in_words(value).strip("“”"))
        for name, value in settings_of(field).items()
        if name != "checks"
    ]
    for one in field.disclosures:
        why = f" ({one.purpose})" if one.purpose else ""
        said = f"{disclosure_in_words(one, spec)}{why}"
        facts.append((audience_label(one.audience, spec), said[:1].upper() + said[1:]))
    return QuestionText(field.label, type_label(field.type), field.help, tuple(facts))
