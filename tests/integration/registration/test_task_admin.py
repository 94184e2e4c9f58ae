"""Restricted tasks in the admin: only for those with the right to them."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from accounts.services import grant
from forms.registration.models import RestrictedTask
from programme.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def task(programme: Programme, now: datetime) -> RestrictedTask:
    return RestrictedTask.objects.create(
        programme=programme,
        kind=RestrictedTask.Kind.POSSIBLE_DUPLICATE,
        submission_id=uuid4(),
        reference="EC-1111-1111-1",
        other_references="EC-2222-2222-2",
        created_at=now,
    )


@pytest.fixture
def administrator(programme: Programme) -> User:
    user = builders.a_user(email="ada@programme.invalid", name="Ada Admin", is_staff=True)
    user.groups.add(
        grant(
            group_name="Programme administrators",
            permissions=("wagtailadmin.access_admin", "form_registration.handle_duplicate_task"),
        )
    )
    return user


@pytest.fixture
def officer(programme: Programme) -> User:
    user = builders.a_user(email="vic@programme.invalid", name="Vic Vigilance", is_staff=True)
    user.groups.add(
        grant(
            group_name="Drug safety",
            permissions=("wagtailadmin.access_admin", "form_registration.handle_safety_task"),
        )
    )
    return user


@pytest.fixture
def safety_task(programme: Programme, now: datetime) -> RestrictedTask:
    task = RestrictedTask(
        programme=programme,
        kind=RestrictedTask.Kind.ADVERSE_EVENT,
        submission_id=uuid4(),
        reference="EC-4444-4444-4",
        created_at=now,
        due_on=timezone.localdate(),
    )
    task.report = {
        "questions": ["Details of the allergies"],
        "name": "Robin Ashdown",
        "role": "MS nurse",
        "phone": "020 7946 0101",
        "email": "ms-team@harbour.invalid",
    }
    task.save()
    return task


@pytest.fixture
def editor(programme: Programme) -> User:
    user = builders.a_user(email="edith@programme.invalid", name="Edith Editor", is_staff=True)
    user.groups.add(
        grant(
            group_name="Others",
            permissions=("wagtailadmin.access_admin", "form_registration.view_restrictedtask"),
        )
    )
    return user


def test_an_administrator_sees_and_closes_a_possible_duplicate(
    client: Client, administrator: User, task: RestrictedTask
) -> None:
    client.force_login(administrator)
    page = reverse("restricted_tasks:detail", args=[task.pk])

    assert "EC-1111-1111-1" in client.get(reverse("restricted_tasks:index")).content.decode()
    assert "EC-2222-2222-2" in client.get(page).content.decode()
    answer = client.post(page, {"outcome": "Both teams were asked."})

    assert answer.url == reverse("restricted_tasks:index")  # type: ignore[attr-defined]
    task.refresh_from_db()
    assert (task.state, task.done_by) == (RestrictedTask.State.DONE, administrator)
    assert "<form" not in client.get(page).content.decode().split("<main")[-1].split("Task</caption>")[-1]


def test_a_task_of_several_matches_lists_them_all_and_is_found_by_each(
    client: Client, administrator: User, task: RestrictedTask
) -> None:
    RestrictedTask.objects.update(other_references="EC-2222-2222-2, EC-3333-3333-3")
    client.force_login(administrator)

    page = client.get(reverse("restricted_tasks:detail", args=[task.pk])).content.decode()

    for number, reference in ((1, "EC-2222-2222-2"), (2, "EC-3333-3333-3")):
        assert f"Other registration {number}" in page
        assert reference in page
        found = client.get(reverse("restricted_tasks:index"), {"q": reference}).content.decode()
        assert "EC-1111-1111-1" in found


def test_closing_without_an_outcome_asks_for_one(
    client: Client, administrator: User, task: RestrictedTask
) -> None:
    client.force_login(administrator)

    answer = client.post(reverse("restricted_tasks:detail", args=[task.pk]), {"outcome": ""})

    assert "This field is required" in answer.content.decode()
    task.refresh_from_db()
    assert task.state == RestrictedTask.State.OPEN


def test_closing_what_a_colleague_closed_says_so(
    client: Client, administrator: User, task: RestrictedTask
) -> None:
    client.force_login(administrator)
    page = reverse("restricted_tasks:detail", args=[task.pk])
    client.post(page, {"outcome": "Both teams were asked."})

    answer = client.post(page, {"outcome": "Something else."}, follow=True)

    assert "closed before" in answer.content.decode()
    task.refresh_from_db()
    assert task.outcome == "Both teams were asked."


@pytest.mark.parametrize("name", ["index", "detail"])
def test_other_staff_are_turned_away(client: Client, editor: User, task: RestrictedTask, name: str) -> None:
    client.force_login(editor)

    answer = client.get(reverse(f"restricted_tasks:{name}", args=[task.pk] if name == "detail" else []))

    assert answer.status_code == 302
    assert "EC-1111" not in answer.content.decode()


def test_other_staff_cannot_close_a_task(client: Client, editor: User, task: RestrictedTask) -> None:
    client.force_login(editor)

    client.post(reverse("restricted_tasks:detail", args=[task.pk]), {"outcome": "Closed it."})

    task.refresh_from_db()
    assert task.state == RestrictedTask.State.OPEN


def test_the_admins_first_page_counts_open_tasks_for_those_with_the_right(
    client: Client, administrator: User, editor: User, task: RestrictedTask
) -> None:
    client.force_login(administrator)
    assert "1 restricted task open" in client.get(reverse("wagtailadmin_home")).content.decode()

    client.force_login(editor)
    assert "restricted task open" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_each_kind_is_shown_to_its_own_people_only(
    client: Client, administrator: User, officer: User, task: RestrictedTask, safety_task: RestrictedTask
) -> None:
    for person, own, other in ((administrator, task, safety_task), (officer, safety_task, task)):
        client.force_login(person)
        listed = client.get(reverse("restricted_tasks:index")).content.decode()
        assert own.reference in listed
        assert other.reference not in listed
        assert client.get(reverse("restricted_tasks:detail", args=[own.pk])).status_code == 200
        closed = client.post(reverse("restricted_tasks:detail", args=[other.pk]), {"outcome": "Closed it."})
        assert closed.status_code == 404
        home = client.get(reverse("wagtailadmin_home")).content.decode()
        assert "1 restricted task open" in home


def test_drug_safety_reads_whom_to_ask_about_what_until_when(
    client: Client, officer: User, safety_task: RestrictedTask
) -> None:
    client.force_login(officer)
    address = reverse("restricted_tasks:detail", args=[safety_task.pk])

    page = client.get(address).content.decode()

    told = (
        "Robin Ashdown",
        "MS nurse",
        "020 7946 0101",
        "ms-team@harbour.invalid",
        "Details of the allergies",
    )
    assert all(one in page for one in told)
    assert safety_task.programme.product.brand_name in page
    assert "Contact the reporter" in page
    assert "overdue" not in page

    RestrictedTask.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert "This task is overdue." in client.get(address).content.decode()
    home = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "1 restricted task past the day it was due" in home
