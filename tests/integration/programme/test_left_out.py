"""The admin offers no image upload: nothing shows uploaded images, and nothing serves them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.builders import a_user


@pytest.fixture
def admin(client, programme):
    client.force_login(a_user(email="root@programme.invalid", is_staff=True, is_superuser=True))
    return client


def test_even_a_superuser_is_offered_no_images(admin):
    page = admin.get(reverse("wagtailadmin_home")).content.decode()

    assert "/admin/images/" not in page
    assert "/admin/images/" not in admin.get(reverse("wagtaildocs:index")).content.decode()


@pytest.mark.parametrize("name", ["index", "add", "add_multiple"])
def test_the_screens_of_images_are_closed(admin, name):
    assert admin.get(reverse(f"wagtailimages:{name}")).status_code == 404
    assert admin.post(reverse(f"wagtailimages:{name}")).status_code == 404
