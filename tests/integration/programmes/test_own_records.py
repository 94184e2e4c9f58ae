"""In the admin, people of one programme find nothing of the other."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse

from agreements.texts.models import AgreementText
from content.certification.models import Certificate
from content.roles.models import Role
from tests.integration.programmes.conftest import Both
from tests.integration.programmes.office import Office

pytestmark = pytest.mark.django_db

LISTS = (
    "wagtailadmin_home", "wagtailadmin_explore_root", "contacts:index", "contacts:add", "glossary:index",
    "wagtailsnippets_content_library_category:list", "wagtailsnippets_content_library_category:add",
    "wagtailsnippetchoosers_content_library_category:choose",
    "wagtailsnippets_form_definitions_form:list", "wagtailsnippets_form_definitions_form:add",
    "wagtailsnippetchoosers_form_definitions_form:choose", "wagtaildocs:index", "wagtaildocs:add",
    "wagtaildocs_chooser:choose", "wagtailimages:index", "wagtailimages_chooser:choose",
    "wagtailadmin_choose_page", "certification:index", "certification:calendar", "certification:calendar_file",
    "approvals:index", "content_rules:index", "content_rules:add", "roles:index",
)  # fmt: skip


def everything(both: Both, office: Office) -> list[tuple[str, Any]]:
    """Return the screens of single records of a programme."""
    programme = office.programme
    form = programme.forms.get(slug="tell-us")
    home = programme.site.root_page_id
    found = [
        ("wagtailadmin_pages:edit", home),
        ("wagtailadmin_pages:history", home),
        ("contacts:inspect", programme.contacts.get().pk),
        ("contacts:edit", programme.contacts.get().pk),
        ("glossary:edit", programme.glossary.get().pk),
        ("wagtailsnippets_content_library_category:edit", programme.document_categories.get().pk),
        ("wagtaildocs:edit", programme.library.get().pk),
        ("library_admin:versions", programme.library.get().pk),
        *(
            (f"wagtailsnippets_form_definitions_form:{view}", form.pk)
            for view in ("edit", "inspect", "history", "copy", "usage", "unpublish")
        ),
        *(("certification:certificate", one.pk) for one in Certificate.objects.filter(programme=programme)),
        ("agreement_texts:inspect", AgreementText.objects.filter(programme=programme).first()),
        ("partners:inspect", programme.partners.get().pk),
        ("safety_records:inspect", programme.safety_records.first()),
    ]
    return [(view, getattr(key, "pk", key)) for view, key in found if key is not None]


def addresses() -> list[str]:
    found = []
    for view in LISTS:
        try:
            found.append(reverse(view))
        except NoReverseMatch:
            found.append(reverse(view, args=["form_definitions", "form"]))
    return found


@pytest.mark.parametrize("role", [Role.EDITOR, Role.SITE_ADMINISTRATOR, Role.CERTIFIER])
def test_people_of_one_programme_find_nothing_of_the_other(both: Both, role: str) -> None:
    crossed, opened, read = [], [], 0
    for office, other in both:
        office.client.force_login(office.people[role])
        for address in addresses():
            answer = office.client.get(address, headers={"Host": office.words.host}, follow=True)
            text = answer.content.decode()
            crossed += [(address, around(text, mark)) for mark in other.words.marks if mark in text]
            read += answer.status_code == 200
        for view, key in everything(both, other):
            answer = office.client.get(reverse(view, args=[key]), headers={"Host": office.words.host})
            opened += [(view, answer.status_code)] if answer.status_code == 200 else []
    assert (crossed, opened) == ([], [])
    assert read > 20


def around(text: str, mark: str) -> str:
    """Return where a mark stands, for whoever reads the failure."""
    found = text.index(mark)
    return text[max(found - 120, 0) : found + 60]


def test_people_find_what_is_their_own(both: Both) -> None:
    for office, _ in both:
        words = office.words
        office.client.force_login(office.people[Role.SITE_ADMINISTRATOR])
        for view, mark in (
            ("contacts:index", words.person),
            ("glossary:index", words.topic),
            ("wagtailsnippetchoosers_form_definitions_form:choose", words.form),
            ("wagtaildocs:index", f"Guide of {words.topic}"),
            ("certification:index", f"About of {words.topic}"),
            ("wagtailadmin_choose_page", "Root"),
        ):
            answer = office.client.get(reverse(view), headers={"Host": words.host})
            assert mark in answer.content.decode(), view


def test_programme_administrators_find_both(both: Both) -> None:
    one, two = both.one, both.two
    one.client.force_login(one.administrator)
    for view, marks in (
        ("programmes:index", (one.words.name, two.words.name)),
        ("contacts:index", (one.words.person, two.words.person)),
        ("partners:index", (one.words.partner, two.words.partner)),
        ("products:index", (one.programme.product.brand_name, two.programme.product.brand_name)),
        ("safety_records:index", (one.words.name, two.words.name)),
        ("services:index", (f"App of {one.words.topic}", f"App of {two.words.topic}")),
        ("audience_settings:index", (two.words.name,)),
        ("rating_settings:index", (two.words.name,)),
        ("signatories:index", (one.words.name, two.words.name)),
    ):
        text = one.client.get(reverse(view), headers={"Host": one.words.host}).content.decode()
        assert [mark for mark in marks if mark not in text] == [], view
