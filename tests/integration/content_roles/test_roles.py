"""Each role may do what the table says, and nothing of another programme."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page, Site

from agreements.groups import ensure_groups as ensure_agreement_group
from content.roles.models import Role, RoleGroup
from content.roles.reach import pages_of, programmes_of
from content.roles.rights import RIGHTS
from content.roles.services import carry_members_over, collection_of, ensure_roles
from content.roles.table import as_markdown, table_of
from tests import builders
from tests.certifying import publish_certified
from tests.site_team import a_page, a_site_team, submit

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).resolve().parents[3] / "docs" / "roles.md"
# What the table says, by the words of its first column, for each page right that the tree asks about.
ASKED = {
    "Begin a page": lambda page, person: page.get_parent().permissions_for_user(person).can_add_subpage(),
    "Change a draft": lambda page, person: page.permissions_for_user(person).can_edit(),
    "Delete a draft that was never certified": lambda page, person: page.permissions_for_user(
        person
    ).can_delete(),
    "Lock a page": lambda page, person: page.permissions_for_user(person).can_lock(),
    "Unlock what others locked": lambda page, person: page.permissions_for_user(person).can_unlock(),
    "Publish what is certified, and take pages down": lambda page, person: page.permissions_for_user(
        person
    ).can_publish(),
}


@pytest.fixture
def other(programme, now):
    """A second programme with a site of its own."""
    site = Site.objects.create(hostname="other.invalid", root_page=builders.a_root_page(), port=80)
    second = builders.a_programme(site=site, code="othercare", name="OtherCare", reference_prefix="OC")
    return a_site_team(second, now=now)


def answers(team, action):
    table = table_of(team.programme)
    line = next(line for line in table.lines if line.action == action)
    return dict(zip(table.groups, line.answers, strict=True))


def test_the_page_of_the_documentation_is_the_table_of_the_real_permissions(team) -> None:
    ensure_agreement_group()

    assert as_markdown(table_of(team.programme)) in DOCS.read_text()


@pytest.mark.parametrize("action", ASKED)
def test_wagtail_allows_and_refuses_each_role_what_the_table_says(team, action) -> None:
    said = answers(team, action)
    for role in Role:
        person = team[role]
        own, others = (
            a_page(team.home, by=person, slug=f"own-{role}"),
            a_page(team.home, slug=f"other-{role}"),
        )
        expected = said[role.label]
        assert ASKED[action](others, person) is (expected == "yes"), role
        if expected == "their own":
            assert ASKED[action](own, person), role


@pytest.mark.parametrize("role", Role.values)
def test_each_role_opens_the_screens_that_the_table_gives_it(team, client, role) -> None:
    client.force_login(team[role])
    label = Role(role).label
    screens = {
        "Open the admin": "wagtailadmin_home",
        "Read reports about content": "ageing_pages_report",
        "Read certificates": "certification:index",
        "Read the report of broken links": "broken_links_report",
        "Write content rules": "content_rules:add",
    }
    for action, name in screens.items():
        response = client.get(reverse(name))
        allowed = answers(team, action)[label] == "yes"
        # Wagtail leads whoever may not back to its first page, with a message.
        assert (response.status_code == 200) is allowed, (action, response.status_code)


@pytest.mark.parametrize("role", Role.values)
def test_the_review_is_approved_by_reviewers_alone(team, role) -> None:
    state = submit(a_page(team.home, by=team["editor"]), by=team["editor"])
    page = state.workflow_state.content_object

    actions = [name for name, _, _ in state.task.specific.get_actions(page, team[role])]

    assert ("approve" in actions) is (role == Role.REVIEWER)
    assert (answers(team, "Approve the review")[Role(role).label] == "yes") is (role == Role.REVIEWER)


@pytest.mark.parametrize("role", Role.values)
def test_nobody_deletes_what_was_certified(team, client, role, now) -> None:
    page = a_page(team.home, by=team["editor"])
    publish_certified(page, now=now, by=None, signatory=team["certifier"])
    client.force_login(team[role])

    client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert Page.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("role", Role.values)
def test_no_role_reaches_a_page_of_another_programme(team, other, role) -> None:
    page = a_page(other.home, by=other["editor"])
    rights = page.permissions_for_user(team[role])

    assert not rights.can_edit()
    assert not rights.can_publish()
    assert not rights.can_delete()
    assert not rights.can_lock()
    assert not other.home.permissions_for_user(team[role]).can_add_subpage()
    assert list(programmes_of(team[role])) == [team.programme]
    assert not pages_of(team[role]).filter(pk=page.pk).exists()
    assert collection_of(team.programme) != collection_of(other.programme)


def test_reviewers_of_another_programme_do_not_approve(team, other) -> None:
    state = submit(a_page(team.home, by=team["editor"]), by=team["editor"])

    page = state.workflow_state.content_object
    assert state.task.specific.get_actions(page, other["reviewer"]) == []


def test_preparing_again_gives_each_role_exactly_its_rights(team, now) -> None:
    group = RoleGroup.objects.get(programme=team.programme, role=Role.CONTRIBUTOR).group
    publish = Permission.objects.get(content_type__app_label="wagtailcore", codename="publish_page")
    GroupPagePermission.objects.create(group=group, page=team.home, permission=publish)
    group.permissions.add(Permission.objects.get(codename="change_rule"))

    ensure_roles(programme=team.programme, by="tests", now=now)

    held = group.page_permissions.values_list("permission__codename", flat=True)
    assert set(held) == set(RIGHTS[Role.CONTRIBUTOR].pages)
    assert not group.permissions.filter(codename="change_rule").exists()
    assert group.user_set.filter(pk=team["contributor"].pk).exists()


def test_rights_follow_the_site_to_another_first_page(team) -> None:
    new = a_page(team.home, slug="new-start")

    team.programme.site.root_page = new
    team.programme.site.save()

    assert not team.home.permissions_for_user(team["editor"]).can_edit()
    assert new.permissions_for_user(team["editor"]).can_edit()


def test_members_of_the_earlier_groups_keep_their_work_in_every_programme(team, other, now) -> None:
    person = builders.a_user(email="longserving@programme.invalid", is_staff=True)
    person.groups.add(Group.objects.create(name="Content editors"))

    assert carry_members_over(by="tests", now=now) == 1

    assert a_page(team.home).permissions_for_user(person).can_edit()
    assert a_page(other.home).permissions_for_user(person).can_edit()
    assert not Group.objects.filter(name="Content editors").exists()
    assert carry_members_over(by="tests", now=now) == 0


def test_administrators_read_the_tables_and_others_do_not(team, client) -> None:
    client.force_login(team["site_administrator"])
    page = client.get(reverse("roles:index")).content.decode()
    assert "Approve the review" in page
    assert "Site administrators" in page

    client.force_login(team["editor"])
    assert client.get(reverse("roles:index")).status_code != 200
