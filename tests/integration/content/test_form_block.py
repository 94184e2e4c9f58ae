"""A form on a page: its words and the way to it, on a page that stays the same for everybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from wagtail.models import Page

from content.certification.rendering import digest_of_page
from content.models import ContactPage
from forms.definitions.models import Form
from tests.integration.content.conftest import renew
from tests.integration.content.reading import body_of

pytestmark = pytest.mark.django_db


def change_blocks(change: Callable[[list[dict[str, Any]]], list[dict[str, Any]]]) -> None:
    contact = ContactPage.objects.get(slug="contact")
    body = json.dumps(change(list(contact.body.get_prep_value())))
    ContactPage.objects.filter(pk=contact.pk).update(body=body)
    renew()


def test_the_contact_page_leads_to_the_three_forms(shown: dict[str, Page], client: Client) -> None:
    page = body_of(client, "/contact/")

    for address in ("/forms/account-manager/", "/forms/ask-a-speaker/", "/forms/medical-information/"):
        assert f'href="{address}"' in page
    assert "Write to your key account manager" in page


def test_a_form_stands_on_a_page_with_its_own_words(shown: dict[str, Page], client: Client) -> None:
    Form.objects.filter(slug="account-manager").update(intro="Ask about the documents.")
    renew()

    page = body_of(client, "/contact/")

    assert "<h2>Contact your key account manager</h2>" in page
    assert "Ask about the documents." in page


def test_a_page_with_a_form_on_it_holds_nothing_of_one_reader(shown: dict[str, Page], client: Client) -> None:
    page = body_of(client, "/contact/")

    assert "csrfmiddlewaretoken" not in page
    assert "stamp" not in page
    assert body_of(client, "/contact/") == page


def test_closing_a_form_changes_the_page_at_once_and_not_what_was_certified(
    shown: dict[str, Page], client: Client
) -> None:
    contact = ContactPage.objects.get(slug="contact")
    before = digest_of_page(contact)
    form = Form.objects.get(slug="account-manager")
    form.live, form.use_instead_text, form.other_way = False, "Use the telephone.", "020 7946 0141"
    form.save()
    renew()

    page = body_of(client, "/contact/")

    assert "This form is closed." in page
    assert "Use the telephone." in page
    assert 'href="/forms/account-manager/"' not in page
    assert digest_of_page(contact) == before


def test_taking_the_block_off_a_page_deletes_nothing_else(
    shown: dict[str, Page], client: Client, now: datetime
) -> None:
    change_blocks(lambda blocks: [one for one in blocks if one["type"] != "form"])

    assert 'href="/forms/account-manager/"' not in body_of(client, "/contact/")
    assert Form.objects.get(slug="account-manager").live


def test_a_block_whose_form_is_gone_shows_nothing(shown: dict[str, Page], client: Client) -> None:
    without = {"form": None, "button_text": "Write to your key account manager"}
    change_blocks(
        lambda blocks: [{**one, "value": without} if one["type"] == "form" else one for one in blocks]
    )

    assert "Write to your key account manager" not in body_of(client, "/contact/")
