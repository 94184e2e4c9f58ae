"""A small kind of form, and the plain data from which tests build forms of it."""

from __future__ import annotations

from typing import Any

from forms.definitions import kinds
from forms.definitions.kinds import FormKind, Requirement, SpecProblem
from forms.definitions.models import Form
from forms.definitions.spec import AudienceSpec

KIND = "example_enquiry"


class ExampleKind(FormKind):
    """Needs a surname, and a title that is not shouted."""

    key = KIND
    label = "Example enquiry"
    audiences = (AudienceSpec("nurse", "Nurse service"), AudienceSpec("homecare", "Homecare provider"))
    requirements = (Requirement("surname", "short_text", "The letter begins with it."),)

    def spec_problems(self, spec):
        if spec.title.isupper():
            yield SpecProblem("Do not shout in the title.")
        if spec.field("visit") and spec.field("visit").required:
            yield SpecProblem("A visit is always optional.", field="visit")


def register_example_kind() -> None:
    kinds.register(ExampleKind())


def forget_example_kind() -> None:
    kinds._kinds.pop(KIND, None)


def rule(*conditions: tuple[str, str, str], match: str = "all") -> dict[str, Any]:
    return {
        "match": match,
        "conditions": [
            {"field": field, "operator": operator, "value": value} for field, operator, value in conditions
        ],
    }


def shared(**changes: dict[str, Any]) -> list[dict[str, Any]]:
    """Share with the nurse service and withhold from the homecare provider, unless changed."""
    rows = {
        "nurse": {"decision": "share", "purpose": "To call the patient"},
        "homecare": {"decision": "withhold", "purpose": ""},
    }
    return [{"audience": key, **row, **changes.get(key, {})} for key, row in rows.items()]


def question(type_: str, key: str, **values: Any) -> dict[str, Any]:
    value = {"key": key, "label": key.replace("_", " ").capitalize(), "disclosures": shared(), **values}
    if type_ == "information":
        value = {"key": key, "label": value["label"], "text": "Read this.", **values}
    return {"type": type_, "value": value}


def options(*values: str) -> list[dict[str, Any]]:
    return [{"value": value, "label": value.capitalize(), "help": ""} for value in values]


def step(key: str, *questions: dict[str, Any], **values: Any) -> dict[str, Any]:
    return {
        "type": "step",
        "value": {"key": key, "title": key.capitalize(), "fields": list(questions), **values},
    }


def route(audience: str, **values: Any) -> dict[str, Any]:
    return {"type": "route", "value": {"audience": audience, "role": audience, **values}}


def steps_of_an_enquiry() -> list[dict[str, Any]]:
    return [
        step(
            "patient",
            question("short_text", "surname"),
            question("radios", "mode", options=options("home", "phone")),
            question("yes_no", "visit", required=False, show_when=rule(("mode", "equals", "home"))),
        ),
        step(
            "notes",
            question("long_text", "remarks", help="One line.\nAnd another."),
            question("date", "first_dose"),
        ),
    ]


def a_form(steps: list[Any] | None = None, routes: list[Any] | None = None, **values: Any) -> Form:
    """A form that compiles, unless `values` say otherwise. Not saved."""
    return Form(
        **{
            "kind": KIND,
            "slug": "enquiry",
            "title": "Enquiry",
            "intro": "Before you begin.\nHave the notes ready.",
            "steps": steps_of_an_enquiry() if steps is None else steps,
            "routes": [route("nurse")] if routes is None else routes,
            **values,
        }
    )


def with_questions(*questions: dict[str, Any], routes: list[Any] | None = None) -> Form:
    """A form of one step that holds the required question and then these."""
    return a_form([step("only", question("short_text", "surname"), *questions)], routes)
