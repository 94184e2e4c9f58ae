"""A programme is added in the admin: whole, or not at all."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Site

from accounts.models import User
from accounts.services import ensure_groups
from agreements.kinds import Kind
from agreements.texts.models import AgreementText, TextVersion
from audit.models import AuditEvent
from content.roles.models import Role, RoleGroup
from forms.definitions.models import Form
from programme import setting_up
from programme.models import Product, Programme, SafetyRecord
from programme.services import HostTaken, HostUnfit, NameTaken, add_programme
from tests import builders

pytestmark = pytest.mark.django_db

HOST = "two.example"
FORM = {
    "name": "ExampleCare Two", "code": "examplecare-two", "reference_prefix": "ET", "territory": "United Kingdom",
    "sponsor": "Second Example Pharma Limited", "company_role": "ExampleCare Two is funded by Second Example Pharma.",
    "hostname": HOST, "port": "80", "neutral_name": "Support for patients", "strapline": "",
    "brand_name": "SECONDEX", "generic_name": "secondumab", "indication": "another condition",
    "loading_weeks": "[0, 2]", "interval": "four_weekly", "first_delivery_doses": "3",
    "additional_monitoring": "on", "primary_colour": "#20456b", "accent_colour": "",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _hosts(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["testserver", "localhost", HOST]


@pytest.fixture
def administrator(programme: Programme) -> User:
    user = builders.a_user(email="ada@programme.invalid", is_staff=True)
    user.groups.add(ensure_groups())
    return user


def _unsaved(**values: Any) -> dict[str, Any]:
    names = ("name", "code", "reference_prefix", "sponsor", "company_role", "neutral_name")
    programme = Programme(**{name: FORM[name] for name in names} | values)
    return {
        "programme": programme,
        "product": Product(brand_name="SECONDEX", generic_name="secondumab", indication="x"),
    }


def test_a_programme_is_added_with_all_that_it_begins_with(client: Client, administrator: User) -> None:
    client.force_login(administrator)

    answer = client.post(reverse("programmes:add"), FORM)

    added = Programme.objects.get(code="examplecare-two")
    assert answer.status_code == 302
    assert answer["Location"] == reverse("programmes:inspect", args=[added.pk])
    assert (added.site.hostname, added.site.port) == (HOST, 80)
    assert added.product.loading_weeks == [0, 2]
    assert added.product.additional_monitoring
    assert added.stylesheet
    kinds = SafetyRecord.objects.filter(programme=added, is_placeholder=True).values_list("kind", flat=True)
    assert sorted(kinds) == sorted(SafetyRecord.Kind.values)
    home = Page.objects.get(pk=added.site.root_page_id)
    assert (home.title, home.live, home.has_unpublished_changes) == ("ExampleCare Two", False, True)
    assert RoleGroup.objects.filter(programme=added).count() == len(Role)
    assert "examplecare-two" in home.get_workflow().name
    assert not Form.objects.filter(programme=added, live=True).exists()
    assert Form.objects.filter(programme=added).count() == 1 + len(Kind)
    assert TextVersion.objects.filter(text__programme=added, state="draft").count() == len(Kind)
    assert AuditEvent.objects.filter(action="programme.added", programme=str(added.pk)).count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": "EXAMPLECARE"}, "Another programme has this name."),
        ({"code": "examplecare"}, "Another programme has this code."),
        ({"code": "Two Words"}, "Use lower-case letters, digits and hyphens."),
        ({"reference_prefix": "EC"}, "Another programme has this prefix."),
        ({"reference_prefix": "e"}, "Use two to four capital letters."),
        ({"hostname": "localhost"}, "Another programme’s site has the host name localhost."),
        ({"hostname": "https://two.example/"}, "Enter a host name without https://"),
        ({"hostname": "three.example"}, "Have it added to ALLOWED_HOSTS first."),
        ({"port": "99999"}, "less than or equal to 65535"),
        ({"neutral_name": "Help with secondumab"}, "Leave out the names of the programme and its medicine."),
        ({"loading_weeks": "[1, 2]"}, "Enter rising whole weeks that begin with 0"),
        ({"loading_weeks": "no weeks"}, "Enter a valid JSON."),
        ({"first_delivery_doses": "0"}, "Enter at least 1 dose."),
        ({"primary_colour": "#ffd400"}, "Choose a darker colour."),
        ({"sponsor": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_or_taken_is_refused_in_words(
    client: Client, administrator: User, wrong: dict[str, str], said: str
) -> None:
    client.force_login(administrator)

    answer = client.post(reverse("programmes:add"), {**FORM, **wrong})

    assert said in answer.content.decode()
    assert Programme.objects.count() == 1
    assert Site.objects.count() == 1


def test_a_step_that_fails_leaves_nothing_behind(administrator: User, now: datetime) -> None:
    def fail(**_: Any) -> None:
        raise RuntimeError("no space left")

    before = {
        model: model.objects.count() for model in (Programme, Site, Page, Form, AgreementText, RoleGroup)
    }
    events = AuditEvent.objects.count()
    setting_up.register_step("fails", fail)
    try:
        with pytest.raises(RuntimeError):
            add_programme(**_unsaved(), hostname=HOST, port=80, by=administrator, now=now)
    finally:
        del setting_up._steps["fails"]

    assert {model: model.objects.count() for model in before} == before
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize(
    ("values", "host", "refusal"),
    [
        ({"code": "examplecare"}, HOST, NameTaken),
        ({}, "localhost", HostTaken),
        ({}, "three.example", HostUnfit),
        ({}, "no host", HostUnfit),
    ],
)
def test_the_service_refuses_by_itself(
    administrator: User, now: datetime, values: dict[str, str], host: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        add_programme(**_unsaved(**values), hostname=host, port=80, by=administrator, now=now)

    assert Programme.objects.count() == 1


def test_a_site_that_is_nobodys_yet_is_taken(administrator: User, now: datetime) -> None:
    nobodys = Site.objects.create(hostname=HOST, port=80, root_page=builders.a_root_page())

    added = add_programme(**_unsaved(), hostname=HOST, port=80, by=administrator, now=now)

    assert added.site == nobodys


def test_only_who_looks_after_programmes_adds_one(
    client: Client, programme: Programme, now: datetime
) -> None:
    editor = builders.a_user(email="edith@programme.invalid", is_staff=True)
    client.force_login(editor)

    assert client.get(reverse("programmes:add")).status_code in (302, 403)
    assert client.post(reverse("programmes:add"), FORM).status_code in (302, 403)
    assert Programme.objects.count() == 1
