from __future__ import annotations

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from audit.models import AuditEvent
from content.audience.models import AudienceSettings
from content.audience.services import DestinationUnfit, save_settings
from content.models import HomePage
from programme.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db


def test_settings_are_kept_and_recorded(
    programme: Programme, pages: dict[str, Page], editor: User, now: datetime
) -> None:
    settings = AudienceSettings(
        programme=programme, patients_page=pages["patients"], public_page=pages["public"], direct_hosts="B.example a.example"
    )  # fmt: skip

    save_settings(settings=settings, by=editor, now=now)

    assert AudienceSettings.objects.get().hosts == {"a.example", "b.example"}
    event = AuditEvent.objects.get(action="audience_settings.saved")
    assert event.actor == str(editor.pk)
    assert event.detail["public_page"] == pages["public"].pk


@pytest.mark.parametrize(
    ("field", "page"),
    [("public_page", "patients"), ("public_page", "professionals"), ("patients_page", "professionals")],
)
def test_nobody_is_led_to_a_page_that_they_may_not_read(
    programme: Programme, pages: dict[str, Page], editor: User, now: datetime, field: str, page: str
) -> None:
    with pytest.raises(DestinationUnfit):
        save_settings(
            settings=AudienceSettings(programme=programme, **{field: pages[page]}), by=editor, now=now
        )

    assert not AudienceSettings.objects.exists()
    assert not AuditEvent.objects.filter(action="audience_settings.saved").exists()


def test_nobody_is_led_to_another_programmes_site(
    programme: Programme, pages: dict[str, Page], editor: User, now: datetime
) -> None:
    other = HomePage(title="Other", slug="other", job_code="Y-0", audience="public")
    builders.a_root_page().add_child(instance=other)

    with pytest.raises(DestinationUnfit, match="another site"):
        save_settings(settings=AudienceSettings(programme=programme, public_page=other), by=editor, now=now)


def test_the_database_takes_no_third_way_in(programme: Programme) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        AudienceSettings.objects.create(programme=programme, professionals_by="hope")


def test_the_settings_are_set_and_changed_in_the_admin(
    programme: Programme, pages: dict[str, Page], editor: User, client: Client
) -> None:
    client.force_login(editor)
    values = {
        "programme": programme.pk, "professionals_by": "declaration", "patients_page": pages["patients"].pk,
        "public_page": pages["public"].pk, "direct_hosts": "www.nhs.uk",
    }  # fmt: skip
    added = client.post(reverse("audience_settings:add"), values)
    settings = AudienceSettings.objects.get()

    changed = client.post(
        reverse("audience_settings:edit", args=[settings.pk]),
        {**values, "professionals_by": "sign_in", "direct_hosts": "https://www.nhs.uk/"},
    )
    assert "is no host name" in changed.content.decode()
    client.post(
        reverse("audience_settings:edit", args=[settings.pk]), {**values, "professionals_by": "sign_in"}
    )

    assert added.status_code == 302
    settings.refresh_from_db()
    assert settings.professionals_by == "sign_in"
    assert AuditEvent.objects.filter(action="audience_settings.saved").count() == 2
