"""A small form of a small kind, published, and people who fill it in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from forms.definitions import kinds
from forms.definitions.kinds import AnswerProblem, FormKind, SubmittedEvent, Supplement
from forms.definitions.models import Form, FormVersion
from forms.definitions.spec import (
    Answers,
    AudienceSpec,
    Condition,
    Disclosure,
    FieldSpec,
    FormSpec,
    Option,
    RouteSpec,
    Rule,
    StepSpec,
    sha256_of,
    to_json,
)
from forms.submissions.services import save_step, start_draft
from tests import builders

NURSE, HOMECARE, TEAM = AudienceSpec("nurse", "Nurse service"), AudienceSpec("homecare", "Homecare"), AudienceSpec(
    "team", "Own copy"
)  # fmt: skip
HOMECARE_CHOSEN = Rule(conditions=(Condition("services", "contains", ("homecare",)),))
NURSE_CHOSEN = Rule(conditions=(Condition("services", "contains", ("nurse",)),))


@dataclass
class ExampleKind(FormKind):
    """Remember what was submitted; warn about one name and refuse another."""

    events: list[SubmittedEvent] = field(default_factory=list)
    key = "example"
    label = "Example"
    audiences = (NURSE, HOMECARE, TEAM)

    def answer_problems(self, spec: FormSpec, answers: Answers, context: Any) -> list[AnswerProblem]:
        problems = []
        if answers.get("name") == "Soft":
            problems.append(AnswerProblem("name", "Is this really the name?", soft=True))
        if answers.get("name") == "Hard":
            problems.append(AnswerProblem("name", "This name cannot be registered."))
        if answers.get("name") == "Slow" and answers.get("notes") == "fast":
            problems.append(AnswerProblem("name", "The name and the notes do not fit."))
        return problems

    def supplements(self, spec: FormSpec, answers: Answers, programme: Any) -> tuple[Supplement, ...]:
        return (Supplement("born", "Age group", ("Adult",)),) if answers.get("born") else ()

    def identity(self, answers: Answers) -> str:
        number = answers.get("number")
        return f"{number['kind']}:{number['value']}" if number else ""

    def identities_of(self, typed: str) -> tuple[str, ...]:
        return (f"nhs:{typed.replace(' ', '')}",) if typed[:3].isdigit() else ()

    def audience_of_permission(self, field: FieldSpec) -> str:
        return field.key.removeprefix("permission_")

    def draft_title(self, answers: Answers) -> str:
        return answers.get("name", "")

    def submitted(self, event: SubmittedEvent) -> None:
        self.events.append(event)
        if event.answers["name"] == "Explode":
            raise RuntimeError("the kind refuses at the last moment")


def a_field(key: str, type_: str, **values: Any) -> FieldSpec:
    shared = tuple(Disclosure(audience, "share", "care") for audience in ("nurse", "homecare", "team"))
    return FieldSpec(**{"key": key, "type": type_, "label": key.title(), "disclosures": shared, **values})


def a_spec(**values: Any) -> FormSpec:
    steps = (
        StepSpec("who", "Your organisation", fields=(
            a_field("organisation", "organisation", label="Organisation"),
        )),
        StepSpec("patient", "The patient", "Ask the patient first.", fields=(
            a_field("name", "short_text", label="Name"),
            a_field("born", "date", label="Date of birth"),
            a_field("number", "health_number", label="Number"),
            a_field("nickname", "short_text", label="Nickname", required=False),
        )),
        StepSpec("services", "Services", fields=(
            a_field("services", "checkboxes", label="Services", options=(
                Option("nurse", "Nurse service"), Option("homecare", "Homecare"))),
            a_field("provider", "partner", label="Provider", settings={"role": "homecare"},
                    show_when=HOMECARE_CHOSEN),
        )),
        StepSpec("delivery", "Delivery", show_when=HOMECARE_CHOSEN, fields=(
            a_field("notes", "long_text", label="Notes", required=False),
            a_field("notes_adverse_event", "yes_no", label="Adverse event?", companion_of="notes",
                    show_when=Rule(conditions=(Condition("notes", "answered"),))),
        )),
        StepSpec("confirm", "Confirm", fields=(
            a_field("declaration", "declaration", label="Declaration", settings={"statement": "I confirm."}),
        )),
    )  # fmt: skip
    return FormSpec(
        **{
            "kind": "example",
            "title": "Example form",
            "intro": "What this form is for.",
            "steps": steps,
            "audiences": (NURSE, HOMECARE, TEAM),
            "routes": (
                RouteSpec("nurse", "nurse", show_when=NURSE_CHOSEN),
                RouteSpec("homecare", "homecare", "provider", show_when=HOMECARE_CHOSEN),
            ),
            "what_happens_next": "The nurse service calls the patient.",
            **values,
        }
    )


def a_version(form: Form, spec: FormSpec, *, by: Any, now: Any) -> FormVersion:
    return FormVersion.objects.create(
        form=form,
        number=form.versions.count() + 1,
        spec=to_json(spec),
        sha256=sha256_of(spec),
        published_at=now,
        published_by=by,
    )


@pytest.fixture
def kind() -> Iterator[ExampleKind]:
    example = ExampleKind()
    kinds.register(example)
    yield example
    del kinds._kinds["example"]


@pytest.fixture
def form(programme, kind) -> Form:
    return Form.objects.create(
        programme=programme, kind="example", slug="example", title="Example form", live=True
    )


@pytest.fixture
def version(form, member, now) -> FormVersion:
    return a_version(form, a_spec(), by=member, now=now)


@pytest.fixture
def partners(nurse_service, homecare_provider, now):
    for partner in (nurse_service, homecare_provider):
        builders.a_destination(partner, now=now)
    return nurse_service, homecare_provider


def sign_in(client: Client, user: Any) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def signed_in(client, member) -> Client:
    return sign_in(client, member)


def step_answers(organisation: Any, provider: Any) -> dict[str, dict[str, Any]]:
    """Return complete answers, step by step, as a draft stores them."""
    return {
        "who": {"organisation": {"id": str(organisation.pk), "label": str(organisation)}},
        "patient": {"name": "Ada", "born": "1980-03-31", "number": {"kind": "nhs", "value": "9990000018"}},
        "services": {
            "services": ["nurse", "homecare"],
            "provider": {"id": str(provider.pk), "label": provider.name},
        },
        "delivery": {},
        "confirm": {"declaration": True},
    }


def posts(organisation: Any, provider: Any) -> dict[str, dict[str, Any]]:
    """Return the same as a browser posts it."""
    return {
        "who": {"organisation": str(organisation.pk)},
        "patient": {
            "name": "Ada", "born_day": "31", "born_month": "3", "born_year": "1980",
            "number_kind": "nhs", "number_number": "999 000 0018",
        },
        "services": {"services": ["nurse", "homecare"], "provider": str(provider.pk)},
        "delivery": {"notes": ""},
        "confirm": {"declaration": "yes"},
    }  # fmt: skip


@pytest.fixture
def draft(version, organisation, partners, member, now):
    """An empty draft of the member's."""
    return start_draft(form_version=version, organisation=organisation, owner=member, now=now)


@pytest.fixture
def complete_draft(draft, organisation, partners, member, now):
    """A draft with every page answered, ready to be sent."""
    return filled(draft, organisation, partners, member, now)


def filled(draft, organisation, partners, member, now, **changed: dict[str, Any]):
    """Save every step of a draft; `changed` overrides the answers of a step."""
    for step_key, answers in step_answers(organisation, partners[1]).items():
        save_step(
            draft=draft,
            step_key=step_key,
            answers={**answers, **changed.get(step_key, {})},
            by=member,
            revision=draft.revision,
            now=now,
        )
    return draft


@pytest.fixture
def open_draft(version, organisation, partners, member):
    """An empty draft that is open by the real clock, which the pages read."""
    return start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())


@pytest.fixture
def ready_draft(open_draft, organisation, partners, member):
    """A draft ready to be sent, open by the real clock."""
    return filled(open_draft, organisation, partners, member, timezone.now())


@pytest.fixture
def pages(organisation, partners):
    return posts(organisation, partners[1])
