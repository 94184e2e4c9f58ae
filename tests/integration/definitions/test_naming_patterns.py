"""Administrators name patterns; editors choose them, and versions keep them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.services import ensure_groups as ensure_administrators
from audit.models import AuditEvent
from forms.definitions import services
from forms.definitions.compile import compile_form
from forms.definitions.naming_patterns import PatternRefused, save_pattern
from forms.definitions.pattern_records import NamedPattern
from tests import builders
from tests.unit.definitions_compile.examples import question, with_questions

pytestmark = pytest.mark.django_db

WARD = {
    "name": "Ward code",
    "pattern": "[A-Z]{2}[0-9]",
    "message": "Enter a ward code such as AB1",
    "fits": "AB1",
    "does_not_fit": "AB12",
}


@pytest.fixture
def administrator(db):
    user = builders.a_user(email="ada@example.invalid", name="Ada", is_staff=True)
    user.groups.add(ensure_administrators())
    return user


def a_checked_form():
    check = {"kind": "pattern", "pattern": "ward_code", "value": "", "field": "", "message": ""}
    return with_questions(question("short_text", "ward", checks=[check]))


def test_a_named_pattern_can_be_chosen_and_is_kept_by_the_version(administrator, now):
    pattern = save_pattern(pattern=NamedPattern(**WARD), by=administrator, now=now)
    before = compile_form(a_checked_form())

    pattern.pattern, pattern.fits = "[A-Z]{3}[0-9]", "ABC1"
    save_pattern(pattern=pattern, by=administrator, now=now)

    assert pattern.key == "ward_code"
    assert before.field("ward").checks[0].value == WARD["pattern"]
    assert compile_form(a_checked_form()).field("ward").checks[0].value == "[A-Z]{3}[0-9]"
    actions = AuditEvent.objects.filter(action__startswith="form_pattern").order_by("pk")
    assert [event.action for event in actions] == ["form_pattern.added", "form_pattern.changed"]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"pattern": "(a+)+"}, "inside another repeat"),
        ({"pattern": "("}, "not a pattern"),
        ({"fits": "ab1"}, "to fit does not"),
        ({"does_not_fit": "AB1"}, "not to fit does"),
    ],
)
def test_a_pattern_that_cannot_be_used_is_refused_and_nothing_is_kept(administrator, now, change, word):
    with pytest.raises(PatternRefused, match=word):
        save_pattern(pattern=NamedPattern(**{**WARD, **change}), by=administrator, now=now)

    assert not NamedPattern.objects.exists()
    assert not AuditEvent.objects.filter(action__startswith="form_pattern").exists()


def test_a_name_is_used_once(administrator, now):
    save_pattern(pattern=NamedPattern(**WARD), by=administrator, now=now)

    with pytest.raises(PatternRefused, match="this name"):
        save_pattern(pattern=NamedPattern(**{**WARD, "name": "ward CODE"}), by=administrator, now=now)


def test_an_administrator_names_a_pattern_in_the_admin(client, administrator):
    client.force_login(administrator)

    answer = client.post(reverse("form_patterns:add"), WARD, follow=True)

    assert answer.status_code == 200
    assert NamedPattern.objects.get().key == "ward_code"
    assert "AB12" in answer.content.decode()


def test_a_refused_pattern_says_why_above_the_form(client, administrator):
    client.force_login(administrator)

    answer = client.post(reverse("form_patterns:add"), {**WARD, "pattern": "(a+)+"})

    assert "inside another repeat" in answer.content.decode()
    assert not NamedPattern.objects.exists()


@pytest.mark.parametrize("name", ["index", "add"])
def test_editors_and_strangers_name_no_patterns(client, editor, name):
    address = reverse(f"form_patterns:{name}")
    assert client.get(address).status_code == 302

    client.force_login(editor)

    assert client.get(address).status_code == 302
    assert services.ensure_groups()
