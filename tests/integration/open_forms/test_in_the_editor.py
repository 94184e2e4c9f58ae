"""An editor opens a form to visitors in the admin; two others let it through, and somebody without an account sends it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from forms.definitions.models import Form
from forms.definitions.services import ensure_groups, ensure_workflow, waiting_publication
from forms.submissions.models import Submission
from tests import builders
from tests.integration.definitions.posting import posted_form
from tests.integration.definitions.test_admin import errors_of, read_again, url
from tests.integration.open_forms.conftest import a_professional
from tests.signing_in import SignedInClient
from tests.two_approvers import a_second_approver
from tests.unit.definitions_compile.examples import a_form, question, step

pytestmark = pytest.mark.django_db
TOLD = [{"audience": one, "decision": "share", "purpose": "To answer."} for one in ("team", "desk")]
OPEN = {"open_to": "anyone", "readers": "professionals", "other_way": "Telephone 020 7946 0150."}


def asked(type_: str, key: str) -> dict[str, Any]:
    return question(type_, key, disclosures=TOLD)


def a_question_form(programme: Any, *others: dict[str, Any], desk: str = "questions") -> Form:
    route = {"type": "route", "value": {"audience": "desk", "role": "", "partner_code": desk}}
    steps = [
        step("question", asked("long_text", "words"), *others),
        step("you", asked("short_text", "name"), asked("email", "mail")),
    ]
    return a_form(steps, [route], programme=programme, kind="general", slug="ask", title="Ask a question")


def signed_in(person: Any) -> Client:
    client = SignedInClient()
    client.force_login(person)
    return client


@pytest.fixture
def editor(db) -> Any:
    person = builders.a_user(email="edith@programme.invalid", name="Edith", is_staff=True)
    person.groups.add(ensure_groups()[0])
    return person


@pytest.fixture
def approver(db) -> Any:
    person = builders.a_user(email="april@programme.invalid", name="April", is_staff=True)
    person.groups.add(ensure_groups()[1])
    return person


def published_by(editor: Any, approver: Any, programme: Any, **opening: str) -> Form:
    """Draw up the form, publish it and approve it a second time, each as a person presses the buttons."""
    signed_in(editor).post(url("add"), posted_form(a_question_form(programme), **opening))
    form = Form.objects.get(slug="ask")
    draft = posted_form(read_again(form), **opening)
    signed_in(approver).post(url("edit", form.pk), {**draft, "action-publish": "1"})
    waiting = waiting_publication(form)
    assert waiting is not None
    second = signed_in(a_second_approver())
    second.post(url("approve_second", form.pk), {"publication": str(waiting.pk)})
    return Form.objects.get(pk=form.pk)


def test_a_form_opened_in_the_editor_is_filled_in_and_sent_without_an_account(
    programme, desk, editor, approver
):
    form = published_by(editor, approver, programme, **OPEN)
    assert form.live
    assert (form.open_to, form.other_way) == ("anyone", "Telephone 020 7946 0150.")

    visitor = a_professional()
    draft = visitor.begun()
    visitor.fill(draft)
    sent = visitor.send(draft)

    assert sent.status_code == 302, sent.content.decode()
    submission = Submission.objects.get()
    assert submission.form_version.form == form
    assert submission.submitted_by is None


def test_the_same_form_left_to_members_leads_a_visitor_to_the_sign_in(programme, desk, editor, approver):
    form = published_by(editor, approver, programme, **{**OPEN, "open_to": "members"})

    assert form.live
    shown = a_professional().client.get("/forms/ask/", follow=True)
    assert shown.redirect_chain[-1][0].startswith("/account/login/")


@pytest.mark.parametrize(
    ("others", "desk_code", "why"),
    [
        ([asked("date_of_birth", "born")], "questions", "neither visitors nor desks have to do with patients"),
        ([asked("site", "where")], "questions", "A visitor has no organisation to choose for"),
        ([], "", "What visitors send goes to desks only"),
    ],
)  # fmt: skip
def test_what_no_visitor_may_be_asked_is_said_when_it_is_submitted(
    programme, desk, editor, others, desk_code, why
):
    ensure_workflow()
    client = signed_in(editor)
    client.post(url("add"), posted_form(a_question_form(programme, *others, desk=desk_code), **OPEN))
    form = Form.objects.get(slug="ask")
    draft = posted_form(read_again(form), **OPEN)

    refused = client.post(url("edit", form.pk), {**draft, "action-submit": "1"})

    assert why in refused.text
    assert errors_of(refused, "steps" if others else "routes")
