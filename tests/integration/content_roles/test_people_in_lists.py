"""What the admin's lists are narrowed by names nobody of another programme."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Site

from content.contacts.models import Contact
from content.roles.models import Role
from programme.models import Programme
from tests import builders
from tests.site_team import SiteTeam, a_page, a_site_team, submit

pytestmark = pytest.mark.django_db
LISTS = ("wagtailadmin_explore_root", "wagtailadmin_reports:locked_pages", "wagtailadmin_reports:workflow",
         "wagtailadmin_reports:workflow_tasks", "wagtailadmin_reports:site_history",
         "wagtailadmin_reports:aging_pages")  # fmt: skip


@pytest.fixture
def other(programme: Programme, now: datetime) -> SiteTeam:
    """A second programme, whose people have done all that a list could name them for."""
    site = Site.objects.create(
        hostname="other.invalid", root_page=builders.a_root_page(), site_name="Othersite"
    )
    second = builders.a_programme(site=site, code="othercare", name="OtherCare", reference_prefix="OC")
    team = a_site_team(second, now=now)
    work(team, by="Otto Elsewhere")
    return team


def work(team: SiteTeam, *, by: str) -> None:
    """Let somebody own, write, lock and submit pages of a programme, and change one of its contacts."""
    person = builders.a_user(email=f"{by.split()[0].lower()}@programme.invalid", name=by, is_staff=True)
    page = a_page(team.home, by=person, slug="theirs")
    log(page, "wagtail.edit", user=person)
    submit(page, by=person)
    locked = a_page(team.home, by=person, slug="locked")
    locked.locked, locked.locked_by = True, person
    locked.save()
    contact = Contact.objects.create(
        programme=team.programme,
        kind=Contact.Kind.choices[0][0],
        name=f"Contact of {by}",
        phone="020 7946 0001",
    )
    log(contact, "wagtail.edit", user=person)


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SITE_ADMINISTRATOR])
@pytest.mark.parametrize("view", LISTS)
def test_no_list_names_people_of_another_programme(
    team: SiteTeam, other: SiteTeam, client: Client, role: str, view: str
) -> None:
    work(team, by="Olga Ownside")
    client.force_login(team[role])

    answer = client.get(reverse(view), follow=True)
    html = answer.content.decode()

    assert answer.status_code == 200
    assert "Elsewhere" not in html
    assert "otto@" not in html
    assert "Othersite" not in html


@pytest.mark.parametrize("view", ["wagtailadmin_explore_root", "wagtailadmin_reports:site_history"])
def test_the_lists_name_the_people_of_ones_own_programme(
    team: SiteTeam, other: SiteTeam, client: Client, view: str
) -> None:
    work(team, by="Olga Ownside")
    client.force_login(team["site_administrator"])

    assert "Olga Ownside" in client.get(reverse(view), follow=True).content.decode()


def test_the_history_tells_of_ones_own_records_and_of_no_others(
    team: SiteTeam, other: SiteTeam, client: Client
) -> None:
    work(team, by="Olga Ownside")
    client.force_login(team["site_administrator"])

    html = client.get(reverse("wagtailadmin_reports:site_history")).content.decode()

    assert ModelLogEntry.objects.filter(label="Contact of Otto Elsewhere").exists()
    assert "Contact of Olga Ownside" in html
    assert "Contact of Otto Elsewhere" not in html


def test_whoever_looks_after_every_programme_meets_everybody(
    team: SiteTeam, other: SiteTeam, client: Client
) -> None:
    client.force_login(builders.a_user(email="root@programme.invalid", is_superuser=True, is_staff=True))

    for view in ("wagtailadmin_explore_root", "wagtailadmin_reports:site_history"):
        assert "Otto Elsewhere" in client.get(reverse(view), follow=True).content.decode()
