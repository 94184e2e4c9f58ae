"""Editors read in words what the guard refuses them, and lose nothing."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from accounts.models import User
from content.models import HomePage, StandardPage
from tests.certifying import certified
from tests.integration.content_certification.pages import edit, is_live

pytestmark = pytest.mark.django_db


def test_the_editor_is_told_that_a_page_is_not_certified_and_keeps_the_draft(
    page: StandardPage, superuser: User, client: Client
) -> None:
    client.force_login(superuser)
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = client.get(url).content.decode()
    assert "action-publish" in html
    data = dict(re.findall(r'name="([^"]+)"[^>]*?value="([^"]*)"', html))
    data.update(
        {
            "action-publish": "action-publish",
            "title": "About the programme",
            "slug": "about",
            "introduction": "Published by force.",
            "body-count": "0",
            "prepared_on": "2026-10-01",
            "audience": "public",
            "label": "non_promotional",
            "territory": "united_kingdom",
            "company_role": "",
            "job_code": "EC-2",
            "go_live_at": "",
            "expire_at": "",
        }
    )

    response = client.post(url, data, follow=True)

    assert "no signatory has certified it exactly as it is now" in response.content.decode()
    assert not is_live(page)
    draft = StandardPage.objects.get(pk=page.pk).get_latest_revision().as_object()
    assert draft.introduction == "Published by force."


def test_deleting_and_publishing_in_the_admin_are_refused_in_words(
    page: StandardPage, home: HomePage, superuser: User, client: Client, now: datetime
) -> None:
    certified(page, now=now)
    edit(page, "Changed.")
    client.force_login(superuser)

    deleted = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]), follow=True)
    assert "what was certified is kept" in deleted.content.decode()
    for action in ("delete", "publish"):
        url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
        bulk = client.post(f"{url}?id={page.pk}", {"include_descendants": "on"}, follow=True)
        assert bulk.status_code == 200

    assert Page.objects.filter(pk=page.pk).exists()
    assert not is_live(page)
