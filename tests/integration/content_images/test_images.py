from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, ReferenceIndex

from content.images.models import Image
from programme.models import Programme
from tests import builders
from tests.library_files import a_picture

# Wagtail leaves the file of a size that it made to the garbage collector.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture
def editor(client: Client, programme: Programme) -> Client:
    """A browser of somebody who may do everything in the admin."""
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    client.force_login(builders.a_user(is_staff=True, is_superuser=True))
    return client


def upload(client: Client, data: bytes, name: str = "photo.jpg", **values: str) -> Any:
    return client.post(
        reverse("wagtailimages:add"),
        {
            "title": "A pen", "description": "A pen on a table", "file": SimpleUploadedFile(name, data),
            "focal_point_x": "", "focal_point_y": "", "focal_point_width": "", "focal_point_height": "", **values,
        },
    )  # fmt: skip


def an_image() -> Image:
    if Collection.get_first_root_node() is None:
        Collection.add_root(name="Root")
    file = ContentFile(a_picture("PNG", (800, 600)), name="0123456789abcdef01234567.png")
    image: Image = Image.objects.create(title="A pen", description="A pen on a table", file=file)
    return image


def read(response: Any) -> bytes:
    body = b"".join(response)
    for close in response._resource_closers:
        close()
    return body


def test_an_uploaded_picture_is_kept_clean_under_a_name_of_its_content(editor: Client) -> None:
    response = upload(editor, a_picture("JPEG", comment=b"A comment"))

    assert response.status_code == 302
    image = Image.objects.get()
    with image.open_file() as file:
        assert b"A comment" not in file.read()
    assert image.file.name.startswith("original_images/")
    assert "photo" not in image.file.name


@pytest.mark.parametrize(
    ("data", "name", "values", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.svg", {}, "svg"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", {}, "mage"),
        (a_picture("PNG"), "a.jpg", {}, "mage"),
        (a_picture("JPEG"), "a.jpg", {"description": ""}, "required"),
    ],
    ids=["svg", "svg named png", "png named jpg", "no alternative text"],
)
def test_what_is_not_taken_is_said_and_not_kept(
    editor: Client, data: bytes, name: str, values: dict[str, str], said: str
) -> None:
    response = upload(editor, data, name, **values)

    assert response.status_code in (200, 422)
    assert said in response.content.decode()
    assert not Image.objects.exists()


def test_a_size_is_served_for_ever_and_safely(client: Client) -> None:
    address = an_image().get_rendition("width-200").url

    response = client.get(address)

    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "Set-Cookie" not in response
    assert not response.has_header("Vary")
    assert read(response).startswith(b"\x89PNG")


@pytest.mark.parametrize(
    "address",
    [
        "/media/original_images/0123456789abcdef01234567.png", "/media/images/0123456789abcdef01234567.png",
        "/media/images/0123456789abcdef01234567.original.png", "/media/images/../../db.sqlite3",
        "/media/images/..%2f..%2fdb.sqlite3", "/media/images/0123456789abcdef01234567.width-99.png",
        "/media/images/0123456789abcdef01234567.width-99.svg", "/media/", "/media/images/%00.png",
    ],
)  # fmt: skip
def test_nothing_else_is_served(client: Client, address: str) -> None:
    image = an_image()
    image.get_rendition("original")

    assert client.get(address).status_code == 404


def test_serving_asks_the_database_for_nothing(client: Client, django_assert_num_queries: Any) -> None:
    address = an_image().get_rendition("width-200").url

    with django_assert_num_queries(0):
        read(client.get(address))


def test_a_picture_that_is_there_keeps_its_file(editor: Client) -> None:
    upload(editor, a_picture("JPEG"))
    image = Image.objects.get()
    before = image.file.name

    page = editor.get(reverse("wagtailimages:edit", args=[image.pk]))
    editor.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {
            "title": "Another",
            "description": "Text",
            "file": SimpleUploadedFile("b.jpg", a_picture("JPEG", (9, 9))),
        },
    )

    image.refresh_from_db()
    assert page.status_code == 200
    assert 'type="file"' not in page.content.decode()
    assert (image.title, image.file.name) == ("Another", before)


@pytest.mark.parametrize("kind", ["images", "documents"])
def test_there_is_no_way_in_for_several_at_once(editor: Client, kind: str) -> None:
    assert editor.get(f"/admin/{kind}/multiple/add/").status_code == 302
    assert editor.post(f"/admin/{kind}/multiple/1/").status_code == 404
    assert editor.post(f"/admin/{kind}/multiple/create_from_uploaded_image/1/").status_code == 404


def test_pages_of_pictures_open(editor: Client, now: datetime) -> None:
    upload(editor, a_picture("JPEG"))

    for address in ("/admin/images/", "/admin/images/add/", "/admin/images/chooser/"):
        assert editor.get(address).status_code == 200


def test_a_picture_that_is_shown_is_neither_deleted_nor_given_another_text(editor: Client) -> None:
    shown, unused = an_image(), an_image()
    # What Wagtail's index keeps for a page that shows it.
    kind = ContentType.objects.get_for_model(Image)
    ReferenceIndex.objects.create(
        base_content_type=kind, content_type=kind, object_id="77", to_content_type=kind,
        to_object_id=str(shown.pk), model_path="body", content_path="body", content_path_hash=uuid4(),
    )  # fmt: skip

    editor.post(reverse("wagtailimages:edit", args=[shown.pk]), {"title": "A pen", "description": "Other"})
    for image in (shown, unused):
        editor.post(reverse("wagtailimages:delete", args=[image.pk]))

    assert list(Image.objects.values_list("pk", "description")) == [(shown.pk, "A pen on a table")]
