"""Blocks that fill themselves: what fills them is left out of what is certified, what editors chose for them is not."""

from __future__ import annotations

import json
from typing import Any

import pytest
from wagtail.models import Page

from content.certification.rendering import digest_of_page
from content.contacts.models import Contact
from content.library.models import Category
from content.models import ContactPage, StandardPage
from forms.definitions.models import Form
from programme.models import Programme
from tests.integration.content.conftest import renew

pytestmark = pytest.mark.django_db

LISTING = {
    "heading": "",
    "kind": "",
    "section": None,
    "label": "",
    "tag": "",
    "order": "newest",
    "how_many": 10,
}


def digest_with(kind: str, /, **value: Any) -> str:
    """Return the digest of a page whose body is one block."""
    page = StandardPage.objects.get(slug="for-everybody")
    page.body = json.dumps([{"type": kind, "value": value}])
    renew()
    return digest_of_page(page)


def close(form: Form) -> None:
    form.live, form.use_instead_text, form.other_way = False, "Use the telephone.", "020 7946 0141"
    form.save()


@pytest.mark.parametrize("kind", ["form", "form_link"])
def test_another_form_or_another_word_on_its_button_needs_a_certificate(
    shown: dict[str, Page], form: Form, kind: str
) -> None:
    beside = {"heading": "Ask", "text": ""} if kind == "form_link" else {}
    other = Form.objects.get(slug="ask-a-speaker")
    certified = digest_with(kind, form=form.pk, button_text="Start now", **beside)

    assert digest_with(kind, form=form.pk, button_text="Start the best form", **beside) != certified
    assert digest_with(kind, form=other.pk, button_text="Start now", **beside) != certified


@pytest.mark.parametrize("kind", ["form", "form_link"])
def test_closing_a_form_voids_no_certificate_of_the_pages_that_lead_to_it(
    shown: dict[str, Page], form: Form, kind: str
) -> None:
    beside = {"heading": "Ask", "text": ""} if kind == "form_link" else {}
    certified = digest_with(kind, form=form.pk, button_text="Start now", **beside)

    close(form)

    assert digest_with(kind, form=form.pk, button_text="Start now", **beside) == certified


def test_a_contact_is_certified_with_its_form_whether_that_is_open_or_not(
    shown: dict[str, Page], kesimptaconnect: Programme, form: Form
) -> None:
    contact = Contact.objects.create(
        programme=kesimptaconnect, kind="speaker", name="Speakers", phone="020 7946 0144", form=form
    )
    page = ContactPage.objects.get(slug="contact")
    certified = digest_of_page(page)

    close(form)
    assert digest_of_page(page) == certified
    contact.form = None
    contact.save()
    assert digest_of_page(page) != certified


@pytest.mark.parametrize(
    "other",
    [{"kind": "newspage"}, {"tag": "print"}, {"label": "promotional"}, {"order": "title"}, {"how_many": 3}],
)
def test_another_choice_of_pages_needs_a_certificate(shown: dict[str, Page], other: dict[str, Any]) -> None:
    assert digest_with("listing", **{**LISTING, **other}) != digest_with("listing", **LISTING)


def test_another_section_to_list_needs_a_certificate(shown: dict[str, Page]) -> None:
    chosen = [
        digest_with("listing", **{**LISTING, "section": shown[slug].pk}) for slug in ("news", "programme")
    ]

    assert len({digest_with("listing", **LISTING), *chosen}) == 3


def test_other_categories_of_documents_need_a_certificate(
    shown: dict[str, Page], kesimptaconnect: Programme
) -> None:
    category = Category.objects.create(programme=kesimptaconnect, name="For print")
    chosen = [
        digest_with("documents", heading="To read", categories=categories, how_many=5)
        for categories in ([], [category.pk])
    ]

    assert chosen[0] != chosen[1]
