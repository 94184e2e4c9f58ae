"""A download that broke off goes on where it was, and counts as one."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.test import Client

from content.library.models import Document, DownloadCount
from programme.models import Programme
from tests.integration.content_library.asking import ask, declare
from tests.library_building import a_document, a_version, in_force
from tests.library_files import a_pdf

pytestmark = pytest.mark.django_db
WHOLE = a_pdf("How to inject")
SIZE = len(WHOLE)


@pytest.fixture
def reader(client: Client) -> Client:
    return declare(client, "professionals")


@pytest.fixture(autouse=True)
def document(programme: Programme, now: datetime) -> Document:
    return in_force(a_document(programme, now=now, data=WHOLE), now=now)


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, SIZE - 1),
        ("bytes=-50", SIZE - 50, SIZE - 1),
        ("bytes=7-7", 7, 7),
        ("bytes=10-99999999", 10, SIZE - 1),
        ("bytes=-99999999", 0, SIZE - 1),
        ("Bytes= 3-5 ", 3, 5),
    ],
)
def test_the_part_that_is_asked_for_comes_and_says_where_it_belongs(
    reader: Client, asked: str, first: int, last: int
) -> None:
    answer = ask(reader, headers={"Range": asked})

    assert answer.status_code == 206
    assert answer.body == WHOLE[first : last + 1]
    assert answer["Content-Range"] == f"bytes {first}-{last}/{SIZE}"
    assert int(answer["Content-Length"]) == last - first + 1
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'inline; filename="injection-guide.pdf"'
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "private" in answer["Cache-Control"]


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 9}", "bytes=-0"])
def test_a_part_behind_the_end_is_refused_with_the_size(reader: Client, asked: str) -> None:
    answer = ask(reader, headers={"Range": asked})

    assert answer.status_code == 416
    assert answer["Content-Range"] == f"bytes */{SIZE}"
    assert answer.body == b""
    assert DownloadCount.objects.count() == 0


@pytest.mark.parametrize(
    "asked",
    ["bytes=9-3", "bytes=-", "bytes=0-1,5-6", "lines=0-1", "bytes=a-b", "bytes=\u0660-\u0661", "0-1", ""],
)
def test_what_is_no_single_range_brings_the_whole(reader: Client, asked: str) -> None:
    answer = ask(reader, headers={"Range": asked})

    assert answer.status_code == 200
    assert answer.body == WHOLE
    assert answer["Accept-Ranges"] == "bytes"


def test_a_part_comes_of_the_same_version_only(reader: Client, document: Document, now: datetime) -> None:
    tag = ask(reader)["ETag"]
    part = {"Range": "bytes=5-"}
    assert ask(reader, headers={**part, "If-Range": tag}).status_code == 206
    for other in (f"W/{tag}", '"other"', "Mon, 04 Jan 2027 09:00:00 GMT"):
        assert ask(reader, headers={**part, "If-Range": other}).status_code == 200

    newer = a_pdf("How to inject, again")
    a_version(document, newer, now=now)
    in_force(document, now=now)

    answer = ask(reader, headers={**part, "If-Range": tag})
    assert (answer.status_code, answer.body) == (200, newer)


def test_whoever_has_the_file_already_gets_no_part(reader: Client) -> None:
    tag = ask(reader)["ETag"]

    assert ask(reader, headers={"Range": "bytes=5-", "If-None-Match": tag}).status_code == 304


def test_asking_about_a_file_is_told_that_parts_can_be_had(reader: Client) -> None:
    answer = ask(reader, method="head", headers={"Range": "bytes=0-9"})

    assert (answer.status_code, answer["Accept-Ranges"]) == (200, "bytes")
    assert int(answer["Content-Length"]) == SIZE


def test_a_download_in_parts_counts_once(reader: Client) -> None:
    for first in range(0, SIZE, 200):
        assert ask(reader, headers={"Range": f"bytes={first}-{first + 199}"}).status_code == 206

    assert [count.number for count in DownloadCount.objects.all()] == [1]


def test_no_part_of_a_document_comes_to_whom_it_is_not_for(client: Client) -> None:
    answer = ask(client, headers={"Range": "bytes=0-9"})

    assert answer.status_code == 200
    assert b"%PDF" not in answer.body
