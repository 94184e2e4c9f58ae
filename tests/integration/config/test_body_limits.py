"""A body that is too long is refused by its length alone."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadhandler import FileUploadHandler
from django.test import Client

from tests import builders

pytestmark = pytest.mark.django_db
PAGE = "/agreements/verify/"


class Untouched(FileUploadHandler):
    """Fail as soon as a file is taken in."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        raise AssertionError("The body was read.")

    def file_complete(self, file_size: int) -> None:
        raise AssertionError("The body was read.")


@pytest.fixture(autouse=True)
def limits(settings: Any) -> None:
    settings.MOST_BODY_BYTES, settings.MOST_BODY_BYTES_OF_STRANGERS = 4_000, 1_000
    settings.FILE_UPLOAD_HANDLERS = [f"{__name__}.Untouched"]


def send(client: Client, size: int) -> int:
    body = b"--x\r\nContent-Disposition: form-data; name=file; filename=a.pdf\r\n\r\n" + bytes(size)
    return client.post(
        PAGE, body + b"\r\n--x--\r\n", content_type="multipart/form-data; boundary=x"
    ).status_code


def test_a_stranger_sends_less_than_somebody_with_a_session(programme: object, client: Client) -> None:
    assert send(client, 2_000) == 413
    client.force_login(builders.a_user(email="rita@programme.invalid"))

    assert send(client, 5_000) == 413
    with pytest.raises(AssertionError, match=r"The body was read\."):
        send(client, 2_000)


def test_only_addresses_that_take_files_take_long_bodies(
    programme: object, client: Client, settings: Any
) -> None:
    settings.MOST_BODY_BYTES_WITHOUT_FILES = 1_500
    client.force_login(builders.a_user(email="rita@programme.invalid"))
    elsewhere = "/registrations/draft/00000000-0000-4000-8000-000000000001/submit/"
    step = "/registrations/draft/00000000-0000-4000-8000-000000000001/step/files/"

    assert client.post(elsewhere, bytes(2_000), content_type="application/octet-stream").status_code == 413
    assert client.post(step, bytes(2_000), content_type="application/octet-stream").status_code == 404
    assert client.post(step, bytes(5_000), content_type="application/octet-stream").status_code == 413


@pytest.mark.parametrize("length", ["", "no number", "-1"])
def test_an_odd_length_is_no_error_of_ours(programme: object, client: Client, length: str) -> None:
    assert client.get("/", headers={}, CONTENT_LENGTH=length).status_code in (200, 404)
