"""Administrators write rules, and people finish their tasks, in the admin."""

from __future__ import annotations

import pytest
from django.urls import reverse

from audit.models import AuditEvent
from content.rules.models import Event, Rule, Todo
from tests.integration.content_rules.rules import a_rule, group_of
from tests.site_team import submit

pytestmark = pytest.mark.django_db


def test_an_administrator_writes_a_rule_in_the_admin(team, page, client) -> None:
    client.force_login(team["site_administrator"])
    values = {
        "programme": team.programme.pk, "name": "Tell editors", "event": "submitted", "below": "",
        "section": page.pk, "page_type": "content.standardpage", "label": "", "action": "mail",
        "group": group_of(team).pk, "days": "7", "active": "on",
    }  # fmt: skip

    response = client.post(reverse("content_rules:add"), values)

    rule = Rule.objects.get()
    assert response.status_code == 302
    assert (rule.section_id, rule.page_type) == (page.pk, "content.standardpage")
    assert AuditEvent.objects.get(action="content_rule.saved").actor == str(team["site_administrator"].pk)
    for name in ("content_rules:inspect", "content_rules:edit"):
        assert client.get(reverse(name, args=[rule.pk])).status_code == 200
    assert "Tell editors" in client.get(reverse("content_rules:index")).content.decode()


def test_the_form_says_what_is_wrong_with_a_rule(team, client) -> None:
    client.force_login(team["site_administrator"])
    values = {
        "programme": team.programme.pk, "name": "x", "event": "rated_below", "below": "", "action": "mail",
        "group": group_of(team).pk, "days": "7",
    }  # fmt: skip

    response = client.post(reverse("content_rules:add"), values)

    assert response.status_code == 200
    assert "number" in response.content.decode()
    assert not Rule.objects.exists()


def test_people_see_and_finish_their_tasks(team, page, client, now) -> None:
    a_rule(team, Event.SUBMITTED, now, action=Rule.Action.TODO)
    submit(page, by=team["contributor"])
    todo = Todo.objects.get()
    client.force_login(team["editor"])

    assert "About about" in client.get(reverse("todos:index")).content.decode()
    client.post(reverse("todos:done", args=[todo.pk]))

    todo.refresh_from_db()
    assert todo.done_by == team["editor"]
    assert "There is nothing to do." in client.get(reverse("todos:index")).content.decode()


def test_a_section_that_a_rule_names_is_not_deleted(team, page, client, now) -> None:
    a_rule(team, Event.SUBMITTED, now, section=page)
    client.force_login(team["editor"])

    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert type(page).objects.filter(pk=page.pk).exists()
