from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group

from content.certification.models import Certificate
from content.library.listing import documents_for, next_change
from content.library.models import Category, Document
from content.library.readers import Reader
from programme.models import Programme
from tests.clamd_server import Clamd
from tests.library_building import DECLARED, a_document, in_force

pytestmark = pytest.mark.django_db
PROFESSIONAL, PATIENT, NOBODY = Reader("professionals"), Reader("patients"), Reader(None)


@pytest.fixture
def document(programme: Programme, now: datetime) -> Document:
    return in_force(a_document(programme, now=now, summary="How to use the pen."), now=now)


def titles(programme: Programme, reader: Reader, now: datetime, **options: Any) -> list[str]:
    found = documents_for(programme_id=programme.pk, reader=reader, on=now.date(), **options)
    return [one.title for one in found]


def test_a_list_says_what_somebody_needs_before_opening(document: Document, now: datetime) -> None:
    (one,) = documents_for(programme_id=document.programme_id, reader=PROFESSIONAL, on=now.date())

    assert (one.title, one.address, one.kind, one.pages) == (
        "Injection guide", "/documents/injection-guide/", "PDF", 1,
    )  # fmt: skip
    assert one.size.endswith(("KB", "bytes"))
    assert one.thumbnail == "/documents/injection-guide/versions/1/page-1.png"


def test_a_list_takes_two_queries(
    document: Document, programme: Programme, now: datetime, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        declared = replace(DECLARED, job_code=f"EX-{number + 2}")
        in_force(a_document(programme, now=now, title=f"Guide {number}", declarations=declared), now=now)

    with django_assert_num_queries(2):
        assert len(titles(programme, PROFESSIONAL, now)) == 4


@pytest.mark.parametrize(("reader", "seen"), [(PROFESSIONAL, True), (PATIENT, False), (NOBODY, False)])
def test_only_its_audience_is_told_of_a_document(
    document: Document, programme: Programme, now: datetime, reader: Reader, seen: bool
) -> None:
    assert bool(titles(programme, reader, now)) is seen


@pytest.mark.parametrize(
    ("begins", "ends", "seen"), [(1, None, False), (None, -1, False), (0, 0, True), (-3, 3, True)]
)
def test_dates_decide_what_is_listed(
    document: Document, programme: Programme, now: datetime, begins: int | None, ends: int | None, seen: bool
) -> None:
    def day(offset: int | None) -> Any:
        return None if offset is None else now.date() + timedelta(days=offset)

    Document.objects.update(effective_on=day(begins), expires_on=day(ends))

    assert bool(titles(programme, PROFESSIONAL, now)) is seen


def test_what_is_not_in_force_or_not_certified_any_more_is_not_listed(
    document: Document, programme: Programme, now: datetime
) -> None:
    a_document(programme, now=now, title="Draft", declarations=replace(DECLARED, job_code="EX-2"))
    assert titles(programme, PROFESSIONAL, now) == ["Injection guide"]

    Certificate.objects.update(state=Certificate.State.WITHDRAWN, ended_at=now)

    assert titles(programme, PROFESSIONAL, now) == []


def test_with_a_scanner_only_what_is_clean_is_listed(
    document: Document, programme: Programme, now: datetime, scanner: Clamd
) -> None:
    assert titles(programme, PROFESSIONAL, now) == []


def test_groups_and_signing_in_decide_as_when_it_is_opened(
    document: Document, programme: Programme, now: datetime
) -> None:
    group = Group.objects.create(name="Nurses")
    document.groups.add(group)
    Document.objects.update(access=Document.Access.GROUPS)
    nurse = Reader("professionals", signed_in=True, groups=frozenset({group.pk}))

    assert titles(programme, nurse, now)
    assert not titles(programme, Reader("professionals", signed_in=True), now)
    Document.objects.update(access=Document.Access.SIGNED_IN)
    assert titles(programme, Reader("professionals", signed_in=True), now)
    assert not titles(programme, PROFESSIONAL, now)


def test_a_category_narrows_the_list(document: Document, programme: Programme, now: datetime) -> None:
    guides, forms = (Category.objects.create(programme=programme, name=name) for name in ("Guides", "Forms"))
    document.categories.add(guides)

    assert titles(programme, PROFESSIONAL, now, categories=[guides.pk])
    assert not titles(programme, PROFESSIONAL, now, categories=[forms.pk])


def test_what_belongs_with_a_document_is_named_to_who_may_have_it(
    document: Document, programme: Programme, now: datetime
) -> None:
    others = [
        in_force(
            a_document(programme, now=now, title=title, declarations=replace(DECLARED, job_code=title)),
            now=now,
        )
        for title in ("Travel letter", "Storage card")
    ]
    document.related.set(others)
    Document.objects.filter(title="Travel letter").update(access=Document.Access.SIGNED_IN)

    def related(reader: Reader) -> list[tuple[str, str]]:
        found = documents_for(programme_id=programme.pk, reader=reader, on=now.date())
        (one,) = (listed for listed in found if listed.pk == document.pk)
        return [(other.title, other.address) for other in one.related]

    assert related(PROFESSIONAL) == [("Storage card", "/documents/storage-card/")]
    assert [title for title, _ in related(replace(PROFESSIONAL, signed_in=True))] == [
        "Storage card",
        "Travel letter",
    ]


def test_the_next_change_is_the_earliest_of_first_day_last_day_and_certificate(
    document: Document, programme: Programme, now: datetime
) -> None:
    today = now.date()
    certificate = Certificate.objects.get()
    assert next_change(programme_id=programme.pk, on=today) == certificate.expires_on

    Document.objects.update(expires_on=today + timedelta(days=5))

    assert next_change(programme_id=programme.pk, on=today) == today + timedelta(days=6)
