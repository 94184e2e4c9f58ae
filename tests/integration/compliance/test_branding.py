"""What everybody may read names neither the programme nor its medicine, wherever a name may stand."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from content.certification.refusals import NotComplete
from content.compliance.checks import problems_of
from content.models import HomePage, StandardPage
from programme.models import Programme, SafetyRecord
from tests.library_building import DECLARED, a_document, in_force
from tests.library_files import a_pdf

pytestmark = pytest.mark.django_db

TODAY = date(2027, 1, 4)
SECTION = [{"type": "section", "value": {"heading": "Times", "text": "<p>Taking Examplex monthly</p>"}}]


def named_on(page: StandardPage) -> list[str]:
    return [problem.message for problem in problems_of(page, on=TODAY) if problem.code == "brand_to_public"]


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"body": json.dumps(SECTION)}, "EXAMPLEX"),
        ({"title": "About examplumab", "heading": "About", "seo_title": "About"}, "examplumab"),
        ({"search_description": "News of ExampleCare."}, "ExampleCare"),
        ({"introduction": "ExampleCare’s news"}, "ExampleCare"),
        ({"slug": "examplex-times"}, "EXAMPLEX"),
    ],
)
def test_a_page_for_everybody_that_names_a_brand_does_not_go_live(
    page: StandardPage, values: dict[str, Any], name: str
) -> None:
    page.audience = "public"
    assert named_on(page) == []
    for field, value in values.items():
        setattr(page, field, value)

    (said,) = named_on(page)

    assert f"names {name}." in said
    page.audience = "patients"
    assert named_on(page) == []


def test_a_record_that_names_a_brand_is_found_on_the_pages_that_show_it(page: StandardPage) -> None:
    page.audience = "public"
    SafetyRecord.objects.filter(kind="privacy_notice").update(body="How ExampleCare keeps your data.")

    assert len(named_on(page)) == 1


def test_the_name_before_the_question_is_no_brand(page: StandardPage, programme: Programme) -> None:
    page.audience = "public"
    page.introduction = "ExampleCare helps."
    programme.neutral_name = programme.name
    programme.save()

    assert named_on(page) == []


def test_a_first_page_for_everybody_names_nothing_by_itself(home: HomePage) -> None:
    home.audience = "public"

    # A first page stands at "/", whatever it is called in the tree.
    assert home.slug == "examplecare"
    assert [one.code for one in problems_of(home, on=TODAY)] == []


@pytest.mark.parametrize(
    ("values", "name"),
    [({"title": "EXAMPLEX at home"}, "EXAMPLEX"), ({"data": a_pdf("About examplumab")}, "examplumab")],
    ids=["title", "words inside"],
)
def test_a_document_for_everybody_that_names_a_brand_is_not_certified(
    programme: Programme, now: datetime, values: dict[str, Any], name: str
) -> None:
    document = a_document(programme, now=now, declarations=replace(DECLARED, audience="public"), **values)

    with pytest.raises(NotComplete, match=f"names {name}"):
        in_force(document, now=now)
