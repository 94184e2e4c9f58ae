"""A general form that is open to anyone, published, and a desk that receives it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.audience.audiences import PROFESSIONALS
from content.audience.declared import COOKIE, declaration
from forms.definitions.models import Form, FormVersion
from forms.definitions.spec import (
    ANYONE,
    AudienceSpec,
    Condition,
    Disclosure,
    FieldSpec,
    FormSpec,
    RouteSpec,
    Rule,
    StepSpec,
    sha256_of,
    to_json,
)
from forms.submissions.models import Draft
from tests import builders

HOST = "testserver"


def asked(key: str, type_: str, **values: Any) -> FieldSpec:
    shared = tuple(Disclosure(audience, "share", "To answer.") for audience in ("desk", "team"))
    return FieldSpec(**{"key": key, "type": type_, "label": key.title(), "disclosures": shared, **values})


def open_spec(**values: Any) -> FormSpec:
    steps = (
        StepSpec("question", "Your question", fields=(
            asked("words", "long_text", label="Your question"),
            asked("words_adverse_event", "yes_no", label="Adverse event?", companion_of="words",
                  show_when=Rule(conditions=(Condition("words", "answered"),))),
        )),
        StepSpec("you", "About you", fields=(
            asked("name", "short_text", label="Your name", settings={"autocomplete": "name"}),
            asked("mail", "email", label="Your e-mail address", settings={"autocomplete": "email"}),
        )),
    )  # fmt: skip
    return FormSpec(
        **{
            "kind": "general",
            "title": "Ask a question",
            "intro": "Ask whatever you like.",
            "steps": steps,
            "audiences": (AudienceSpec("team", "MS team's own copy"), AudienceSpec("desk", "Desk")),
            "routes": (RouteSpec("desk", "desk", partner_code="questions"),),
            "what_happens_next": "The desk answers you.",
            "open_to": ANYONE,
            "other_way": "Telephone 020 7946 0150.",
            **values,
        }
    )


POSTS: dict[str, dict[str, str]] = {
    "question": {"words": "How is it stored?", "words_adverse_event": "no"},
    "you": {"name": "Vera Visitor", "mail": "vera@clinic.invalid"},
}


@pytest.fixture
def author(programme):
    return builders.a_user(email="author@programme.invalid", name="Ann Author")


@pytest.fixture
def desk(programme):
    partner = builders.a_partner(
        programme, role="desk", code="questions", name="Questions desk", listed=False
    )
    builders.a_destination(partner, now=timezone.now())
    return partner


@pytest.fixture
def form(programme, desk) -> Form:
    return Form.objects.create(
        programme=programme, kind="general", slug="ask", title="Ask a question", live=True,
        intro="Ask whatever you like.", open_to=ANYONE, other_way="Telephone 020 7946 0150.",
    )  # fmt: skip


def a_version(form: Form, spec: FormSpec, *, by: Any) -> FormVersion:
    return FormVersion.objects.create(
        form=form, number=form.versions.count() + 1, spec=to_json(spec), sha256=sha256_of(spec),
        published_at=timezone.now(), published_by=by,
    )  # fmt: skip


@pytest.fixture
def version(form, author) -> FormVersion:
    return a_version(form, open_spec(), by=author)


@pytest.fixture(autouse=True)
def _quick_people(settings) -> None:
    settings.VISITOR_LEAST_TIME_PER_STEP = timedelta()


@dataclass
class Browser:
    """Somebody without an account who has said that they are a professional."""

    client: Client

    def address(self, name: str, *args: Any) -> str:
        return reverse(f"visitors:{name}", args=args)

    def begin(self, **extra: str) -> Any:
        page = self.client.get(self.address("start", "ask"))
        return self.client.post(self.address("start", "ask"), {"stamp": hidden(page, "stamp"), **extra})

    def begun(self) -> Draft:
        response = self.begin()
        assert response.status_code == 302, response.content.decode()
        return Draft.objects.get(pk=response["Location"].split("/")[3])

    def fill(self, draft: Draft, **changed: dict[str, str]) -> None:
        for key, answers in POSTS.items():
            address = self.address("step", draft.pk, key)
            page = self.client.get(address)
            named = {name: hidden(page, name) for name in ("revision", "page")}
            response = self.client.post(address, {**named, **answers, **changed.get(key, {})})
            assert response.status_code == 302, response.content.decode()

    def send(self, draft: Draft, **extra: str) -> Any:
        page = self.client.get(self.address("check", draft.pk))
        values = {"revision": hidden(page, "revision"), **extra}
        return self.client.post(self.address("submit", draft.pk), values)

    def filled(self) -> Draft:
        draft = self.begun()
        self.fill(draft)
        return draft


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, page.content.decode()
    return found[1]


def a_professional() -> Browser:
    client = Client()
    client.cookies[COOKIE] = declaration(PROFESSIONALS, host=HOST, now=timezone.now())
    return Browser(client)


@pytest.fixture
def browser(version) -> Browser:
    return a_professional()
