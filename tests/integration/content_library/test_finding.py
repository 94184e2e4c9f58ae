from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from content.library.finding import Found, find_documents, snippet
from content.library.models import Document
from content.library.readers import Reader
from programme.models import Programme
from tests.library_building import a_document, a_version, in_force
from tests.library_files import a_pdf

pytestmark = pytest.mark.django_db
PROFESSIONAL = Reader("professionals")


@pytest.fixture
def document(programme: Programme, now: datetime) -> Document:
    data = a_pdf("Store the pens in a refrigerator", "Sharps go into the yellow container")
    return in_force(a_document(programme, now=now, data=data), now=now)


def find(programme: Programme, query: str, now: datetime, reader: Reader = PROFESSIONAL) -> list[Found]:
    return find_documents(query, programme_id=programme.pk, reader=reader, on=now.date())


def test_a_word_that_is_only_inside_a_pdf_is_found(
    programme: Programme, document: Document, now: datetime
) -> None:
    (found,) = find(programme, "refrigerator", now)

    assert found.document.title == "Injection guide"
    assert [piece.text for piece in found.snippet if piece.found] == ["refrigerator"]


def test_a_word_of_the_title_is_found(programme: Programme, document: Document, now: datetime) -> None:
    assert [one.document.title for one in find(programme, "guide", now)] == ["Injection guide"]


@pytest.mark.parametrize(
    "query", ["refrigerator zebra", "zebra", "", "  ", "'", '"', "* OR 1=1 --", "\x01", "a" * 500]
)
def test_what_is_not_there_or_no_question_finds_nothing(
    programme: Programme, document: Document, now: datetime, query: str
) -> None:
    assert find(programme, query, now) == []


@pytest.mark.parametrize("reader", [Reader(None), Reader("patients"), Reader("public")])
def test_other_audiences_find_nothing(
    programme: Programme, document: Document, now: datetime, reader: Reader
) -> None:
    assert find(programme, "refrigerator", now, reader) == []


def test_only_the_version_in_force_is_searched(
    programme: Programme, document: Document, now: datetime
) -> None:
    a_version(document, a_pdf("Keep them cool at eight degrees"), now=now)
    assert find(programme, "refrigerator", now)
    assert not find(programme, "degrees", now)

    in_force(document, now=now)

    assert not find(programme, "refrigerator", now)
    assert find(programme, "degrees", now)


def test_finding_takes_few_queries(
    programme: Programme, document: Document, now: datetime, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        find(programme, "refrigerator", now)


def test_a_passage_shows_whole_words_around_what_was_found() -> None:
    text = "before " * 60 + "the yellow container " + "after " * 60

    pieces = snippet(text, words=["yellow"])

    assert "".join(piece.text for piece in pieces).startswith("… before")
    assert [piece.text for piece in pieces if piece.found] == ["yellow"]
    assert snippet(text, words=["zebra"]) == ()
    assert snippet("", words=["yellow"]) == ()
