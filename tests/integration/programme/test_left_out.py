"""What the admin leaves out of Wagtail's pictures: sizes made on request, and screens for people without a right."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import NoReverseMatch, reverse
from wagtail.models import Collection

from content.images.models import Image
from programme.models import Programme
from tests.builders import a_user
from tests.library_files import a_picture

# Wagtail leaves the file of a size that it made to the garbage collector.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def admin(client: Client, programme: Programme) -> Client:
    client.force_login(a_user(email="root@programme.invalid", is_staff=True, is_superuser=True))
    return client


@pytest.fixture
def image(db: None) -> Image:
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    file = ContentFile(a_picture("PNG", (80, 60)), name="0123456789abcdef01234567.png")
    found: Image = Image.objects.create(title="A pen", description="A pen on a table", file=file)
    return found


@pytest.mark.parametrize("name", ["index", "add"])
def test_whoever_has_no_right_to_pictures_is_offered_none(
    client: Client, programme: Programme, name: str
) -> None:
    client.force_login(a_user(email="staff@programme.invalid", is_staff=True))

    assert "/admin/images/" not in client.get(reverse("wagtailadmin_home"), follow=True).content.decode()
    assert client.get(reverse(f"wagtailimages:{name}")).status_code != 200


def test_no_address_makes_a_size_of_a_picture_on_request(admin: Client, image: Image) -> None:
    with pytest.raises(NoReverseMatch):
        reverse("wagtailimages_serve", args=("signature", image.pk, "width-99"))

    for name in ("url_generator", "url_generator_output"):
        assert admin.get(reverse(f"wagtailimages:{name}", args=[image.pk])).status_code == 404
    edit = admin.get(reverse("wagtailimages:edit", args=[image.pk])).content.decode()
    assert "generate_url" not in edit


def test_pictures_come_in_one_at_a_time(admin: Client) -> None:
    assert admin.get(reverse("wagtailimages:add_multiple")).url == reverse("wagtailimages:add")
    assert admin.post(reverse("wagtailimages:add_multiple")).status_code != 200
    assert not Image.objects.exists()
