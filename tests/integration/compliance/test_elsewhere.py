"""What a page takes from elsewhere is said in its own words, and none of it is another programme's."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from wagtail.models import Page, Site

from content.certification.rendering import digest_of_page
from content.compliance.checks import problems_of
from content.models import ChecklistPage, HomePage, StandardPage
from forms.definitions.models import Form
from programme.models import Programme
from tests import builders

pytestmark = pytest.mark.django_db

TODAY = date(2027, 1, 4)


def codes_of_problems(page: Page) -> list[str]:
    return [problem.code for problem in problems_of(page, on=TODAY)]


@pytest.fixture
def elsewhere(home: HomePage, site_of_another: Site) -> Page:
    """The first page of another programme."""
    first = HomePage(title="A secret launch", slug="second", job_code="S-1", live=True)
    Page.get_first_root_node().add_child(instance=first)
    site_of_another.root_page = first
    site_of_another.save()
    builders.a_programme(site=site_of_another, code="secondcare", name="SecondCare", reference_prefix="SC")
    return Page.objects.get(pk=first.pk)


def body_of(block: str, **values: Any) -> str:
    return json.dumps([{"type": block, "value": values}])


def a_card(page: Page, **values: Any) -> str:
    card = {"icon": "", "title": "Nurses", "text": "<p>Visits.</p>", "page": page.pk, **values}
    return body_of("cards", heading="", cards=[card])


def test_a_card_says_in_the_pages_own_words_where_it_leads(page: StandardPage, home: HomePage) -> None:
    page.body = a_card(home, link_text="Read on")
    assert codes_of_problems(page) == []

    page.body = a_card(home, link_text="")
    (problem,) = problems_of(page, on=TODAY)
    assert problem.code == "link_words"
    assert "“Nurses”" in problem.message


def test_another_title_changes_no_page_that_has_words_of_its_own(page: StandardPage, home: HomePage) -> None:
    page.body = a_card(home, link_text="Read on")
    page.save()
    before = digest_of_page(page)

    HomePage.objects.filter(pk=home.pk).update(title="Another title")

    assert digest_of_page(StandardPage.objects.get(pk=page.pk)) == before


def test_no_link_leads_to_a_page_of_another_programme(page: StandardPage, elsewhere: Page) -> None:
    link = f'<p><a linktype="page" id="{elsewhere.pk}">See there</a></p>'
    ways = [
        body_of("section", heading="Times", text=link),
        body_of(
            "call_to_action", heading="Go on", text="", page=elsewhere.pk, address="", button_text="See there"
        ),
        a_card(elsewhere, link_text="See there"),
    ]
    for body in ways:
        page.body = body
        (problem,) = problems_of(page, on=TODAY)
        assert problem.code == "other_programme"
        assert "“See there”" in problem.message
        # An editor of one programme learns nothing of another one.
        assert "secret" not in problem.message


def test_no_listing_shows_a_section_of_another_programme(page: StandardPage, elsewhere: Page) -> None:
    page.body = body_of("listing", heading="", kind="", section=elsewhere.pk, label="", tag="",
                        order="newest", how_many=10)  # fmt: skip
    assert codes_of_problems(page) == ["other_programme"]


def test_no_form_of_another_programme_is_offered(home: HomePage, page: StandardPage, elsewhere: Page) -> None:
    forms = [
        Form.objects.create(programme=one, kind="general", slug="ask", title="A secret form")
        for one in Programme.objects.order_by("name")
    ]
    step = {"title": "Ask", "how_often": "Once", "text": "<p>Ask.</p>", "service": "", "text_in_development": "",
            "button_text": "Ask"}  # fmt: skip
    checklist = ChecklistPage(
        title="Checklist", slug="checklist", job_code="D-2", prepared_on=date(2026, 12, 1)
    )
    home.add_child(instance=checklist)

    for form, expected in zip(forms, ([], ["other_programme"]), strict=True):
        for kind in ("form", "form_link"):
            page.body = body_of(kind, heading="Ask", text="", form=form.pk, button_text="Ask")
            assert codes_of_problems(page) == expected
        checklist.steps = body_of("step", **step, form=form.pk)
        assert codes_of_problems(checklist) == expected
    assert "secret" not in problems_of(checklist, on=TODAY)[0].message


def test_links_to_pages_of_ones_own_programme_are_no_problem(page: StandardPage, home: HomePage) -> None:
    link = f'<p><a linktype="page" id="{home.pk}">Home</a></p>'
    page.body = body_of("section", heading="Times", text=link)

    assert codes_of_problems(page) == []


def test_among_several_sites_a_page_is_read_at_its_own_path(
    page: StandardPage, elsewhere: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    context_of = StandardPage.get_context
    monkeypatch.setattr(
        StandardPage,
        "get_context",
        lambda self, request: asked.append((request.get_host(), request.path)) or context_of(self, request),
    )

    assert codes_of_problems(page) == []
    assert asked == [(page.get_site().hostname, "/delivery/")]
