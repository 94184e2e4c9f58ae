"""A programme's look is data: files named after their content, and colours in which text can be read."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from accounts.services import ensure_groups
from audit.models import AuditEvent
from programme.logos import cleaned_logo
from programme.look import ColourUnreadable, change_look
from programme.models import LookFile, Programme
from tests import builders

pytestmark = pytest.mark.django_db

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>x()</script><path d="M0 0h9v9z"/></svg>'
FORM = {"neutral_name": "Support for patients", "primary_colour": "#20456b", "accent_colour": "#8a3b12"}


@pytest.fixture
def administrator(db: None) -> User:
    user = builders.a_user(email="ada@programme.invalid", is_staff=True)
    user.groups.add(ensure_groups())
    return user


def test_colours_and_logo_are_set_in_the_admin(
    client: Client, programme: Programme, administrator: User
) -> None:
    client.force_login(administrator)
    logo = SimpleUploadedFile("logo.svg", DRAWING, "image/svg+xml")

    client.post(reverse("programmes:edit", args=[programme.pk]), {**FORM, "logo_file": logo})

    programme.refresh_from_db()
    assert programme.neutral_name == "Support for patients"
    assert "#20456b" in bytes(LookFile.objects.get(name=programme.stylesheet).content).decode()
    assert b"script" not in bytes(LookFile.objects.get(name=programme.logo).content)
    assert AuditEvent.objects.filter(action="programme.look_changed").count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"primary_colour": "#ffd400"}, "Choose a darker colour."),
        ({"accent_colour": "#ffd400"}, "Choose a darker colour."),
        ({"primary_colour": "red"}, "Use a colour such as #0b5361."),
        ({"neutral_name": "ExampleCare for patients"}, "Leave out the names of the programme"),
        ({"neutral_name": "Help with EXAMPLEX"}, "Leave out the names of the programme"),
    ],
)
def test_what_readers_could_not_read_or_must_not_is_refused(
    client: Client, programme: Programme, administrator: User, wrong: dict[str, str], said: str
) -> None:
    client.force_login(administrator)

    refused = client.post(reverse("programmes:edit", args=[programme.pk]), {**FORM, **wrong})

    assert said in refused.content.decode()
    programme.refresh_from_db()
    assert programme.stylesheet == ""


def test_a_file_that_is_no_logo_is_refused(client: Client, programme: Programme, administrator: User) -> None:
    client.force_login(administrator)
    logo = SimpleUploadedFile("logo.svg", b"MZ not a drawing", "image/svg+xml")

    refused = client.post(reverse("programmes:edit", args=[programme.pk]), {**FORM, "logo_file": logo})

    assert "The file is no image." in refused.content.decode()


def test_a_refused_colour_changes_nothing(programme: Programme, administrator: User, now: datetime) -> None:
    with pytest.raises(ColourUnreadable):
        change_look(
            programme=programme,
            neutral_name="Support",
            primary="#eeeeee",
            accent="",
            by=administrator,
            now=now,
        )

    assert not LookFile.objects.exists()
    assert not AuditEvent.objects.filter(action="programme.look_changed").exists()


def test_files_of_a_look_are_kept_by_browsers_and_those_before_still_served(
    client: Client, programme: Programme, administrator: User, now: datetime
) -> None:
    def changed(primary: str) -> str:
        change_look(
            programme=programme, neutral_name="Support", primary=primary, accent="", by=administrator, now=now
        )
        return reverse("look_file", args=[programme.stylesheet])

    first, second = changed("#20456b"), changed("#8a3b12")

    assert first != second
    for address in (first, second):
        response = client.get(address)
        assert response["Content-Type"] == "text/css"
        assert "immutable" in response["Cache-Control"]
    assert client.get(reverse("look_file", args=["0" * 64 + ".css"])).status_code == 404


def test_without_colours_the_theme_keeps_its_own(
    programme: Programme, administrator: User, now: datetime
) -> None:
    change_look(
        programme=programme, neutral_name="Support", primary="", accent="", by=administrator, now=now,
        logo=cleaned_logo(DRAWING),
    )  # fmt: skip
    change_look(
        programme=programme, neutral_name="Support", primary="", accent="", by=administrator, now=now,
        remove_logo=True,
    )  # fmt: skip

    assert (programme.stylesheet, programme.logo) == ("", "")
