from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit.models import AuditEvent
from content.library.models import Category
from content.library.services.categorising import save_category
from programme.models import Programme

pytestmark = pytest.mark.django_db


def test_categories_are_kept_with_an_event_each_time(editor: Client, programme: Programme) -> None:
    views = "wagtailsnippets_content_library_category"
    values = {"programme": str(programme.pk), "name": "Guides", "position": "0"}

    editor.post(reverse(f"{views}:add"), values)
    category = Category.objects.get()
    editor.post(reverse(f"{views}:edit", args=[category.pk]), {**values, "name": "Handbooks"})

    category.refresh_from_db()
    assert category.name == "Handbooks"
    assert AuditEvent.objects.filter(action="category.saved", subject_id=str(category.pk)).count() == 2


def test_nobody_deletes_or_copies_a_category(editor: Client, programme: Programme) -> None:
    category = Category.objects.create(programme=programme, name="Guides")
    place = reverse("wagtailsnippets_content_library_category:delete", args=[category.pk])

    editor.post(place)
    editor.post(f"/admin/bulk/content_library/category/delete/?id={category.pk}")
    copied = editor.get(f"/admin/snippets/content_library/category/copy/{category.pk}/")

    assert Category.objects.filter(pk=category.pk).exists()
    assert copied.status_code == 404


def test_a_category_is_kept_with_its_event(programme: Programme, member: User, now: datetime) -> None:
    category = Category(programme=programme, name="Guides", position=2)

    save_category(category=category, by=member, now=now)

    event = AuditEvent.objects.get(action="category.saved")
    assert (event.subject_id, event.actor) == (str(category.pk), str(member.pk))
