from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page

from content.models import StandardPage
from content.periodic import publish_scheduled

pytestmark = pytest.mark.django_db


def test_a_page_whose_time_has_come_goes_live(programme):
    root = Page.get_first_root_node()
    page = root.add_child(instance=StandardPage(title="Later", slug="later", job_code="J-1", live=False))
    # Wagtail asks the clock itself, so the page is due since a minute ago.
    page.go_live_at = timezone.now() - timedelta(minutes=1)
    page.save_revision(approved_go_live_at=page.go_live_at)

    publish_scheduled(timezone.now())

    assert Page.objects.get(pk=page.pk).live
