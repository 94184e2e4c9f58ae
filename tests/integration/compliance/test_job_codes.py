"""A job code is that of one page or document of a programme."""

from __future__ import annotations

import pytest
from wagtail.models import Page

from content.job_codes.models import JobCode
from content.job_codes.services import (
    JobCodeTaken,
    claim_job_code,
    codes_of,
    has_another_holder,
    release_job_codes,
)
from programme.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def one() -> Page:
    return Page(pk=11, title="One")


@pytest.fixture
def other() -> Page:
    return Page(pk=12, title="Other")


def test_a_code_is_that_of_whoever_claims_it_first(programme: Programme, one: Page, other: Page) -> None:
    claim_job_code(programme_id=programme.pk, code="UK | July 2021 | 1", holder=one)

    assert has_another_holder(programme_id=programme.pk, code="uk |  july 2021 | 1 ", holder=other)
    assert not has_another_holder(programme_id=programme.pk, code="UK | July 2021 | 1", holder=one)
    with pytest.raises(JobCodeTaken, match="that of other material"):
        claim_job_code(programme_id=programme.pk, code="uk | july 2021 | 1", holder=other)
    assert list(codes_of(other)) == []


def test_claiming_twice_makes_one_row(programme: Programme, one: Page) -> None:
    for _ in range(2):
        claim_job_code(programme_id=programme.pk, code="A-1", holder=one)

    assert JobCode.objects.count() == 1


def test_a_page_that_changes_its_code_frees_the_old_one(programme: Programme, one: Page, other: Page) -> None:
    claim_job_code(programme_id=programme.pk, code="A-1", holder=one)
    claim_job_code(programme_id=programme.pk, code="A-2", holder=one)

    claim_job_code(programme_id=programme.pk, code="A-1", holder=other)

    assert [row.code for row in codes_of(one)] == ["A-2"]


def test_what_was_certified_under_a_code_keeps_it_for_good(
    programme: Programme, one: Page, other: Page
) -> None:
    claim_job_code(programme_id=programme.pk, code="A-1", holder=one, keep=True)
    claim_job_code(programme_id=programme.pk, code="A-2", holder=one)
    release_job_codes(holder=one)

    assert [row.code for row in codes_of(one)] == ["A-1"]
    with pytest.raises(JobCodeTaken):
        claim_job_code(programme_id=programme.pk, code="A-1", holder=other)


def test_two_programmes_may_use_the_same_code(
    programme: Programme, site_of_another: object, one: Page, other: Page
) -> None:
    second = builders.a_programme(
        site=site_of_another, code="second", name="SecondCare", reference_prefix="SC"
    )

    claim_job_code(programme_id=programme.pk, code="A-1", holder=one)
    claim_job_code(programme_id=second.pk, code="A-1", holder=other)

    assert JobCode.objects.count() == 2
