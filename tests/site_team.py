"""A programme's site with its people, for tests of what editors do there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wagtail.models import Page, TaskState, WorkflowState

from accounts.models import User
from content.models import HomePage, StandardPage
from content.reviewing.workflow import ensure_review
from content.roles.models import Role
from content.roles.services import ensure_roles
from programme.models import Programme
from tests import builders
from tests.certifying import a_signatory


@dataclass(frozen=True, slots=True)
class SiteTeam:
    """A programme, its first page, and one person of each role; the certifier is a signatory."""

    programme: Programme
    home: HomePage
    people: dict[str, User]

    def __getitem__(self, role: str) -> User:
        return self.people[role]


def a_site_team(programme: Programme, *, now: datetime) -> SiteTeam:
    """Build a site whose roles and workflow are prepared."""
    home = HomePage(
        title="Home", slug=programme.code, job_code=f"{programme.reference_prefix}-1",
        prepared_on="2026-10-01", audience="public",
    )  # fmt: skip
    Page.get_first_root_node().add_child(instance=home)
    programme.site.root_page = home
    programme.site.save()
    groups = ensure_roles(programme=programme, by="tests", now=now)
    ensure_review(programme=programme, by="tests", now=now)
    people = {role: a_person(role, programme) for role in Role.values if role != Role.CERTIFIER}
    people[Role.CERTIFIER] = a_signatory(programme, now=now, email=f"certifier@{programme.code}.invalid")
    for role, person in people.items():
        person.groups.add(groups[role])
    home.save_revision(user=people[Role.EDITOR])
    return SiteTeam(programme, home, people)


def a_person(role: str, programme: Programme) -> User:
    name = role.replace("_", " ")
    return builders.a_user(
        email=f"{role.replace('_', '-')}@{programme.code}.invalid", name=f"Pat {name.title()}", is_staff=True
    )


def a_page(
    parent: Page, *, by: User | None = None, slug: str = "about", html: str = "First words", **values: Any
) -> StandardPage:
    """Add a draft below a page, written and owned by `by`."""
    section = {"type": "section", "value": {"heading": "What to know", "text": f"<p>{html}</p>"}}
    page = StandardPage(
        **{
            "title": f"About {slug}",
            "slug": slug,
            "job_code": f"EC-{slug}",
            "prepared_on": "2026-10-01",
            "audience": "public",
            "introduction": "An introduction.",
            "body": json.dumps([section]),
            "owner": by,
            **values,
        }
    )
    parent.add_child(instance=page)
    page.save_revision(user=by)
    return page


def submit(page: Page, *, by: User) -> TaskState:
    """Submit a page's draft, as the editor's button does; return the step that waits."""
    specific: Any = page.specific
    state: WorkflowState = specific.get_workflow().start(specific, by)
    return state.current_task_state
