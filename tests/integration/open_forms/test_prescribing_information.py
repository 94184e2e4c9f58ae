"""Whatever page of a form names the medicine links its prescribing information; patients and the public have neither."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.audience.audiences import PATIENTS, PROFESSIONALS, PUBLIC
from content.audience.declared import COOKIE, declaration
from forms.definitions.services import retire
from forms.submissions.models import Draft
from tests.integration.open_forms.conftest import HOST, POSTS, Browser, a_professional, a_version, open_spec
from tests.integration.submissions.wizard import answer

pytestmark = pytest.mark.django_db
MEDICINE = "EXAMPLEX"
LINK = 'href="/prescribing-information/united-kingdom/"'
FOR_PROFESSIONALS = "Placeholder text: Adverse event reporting, for professionals."
FOR_PATIENTS = "Placeholder text: Adverse event reporting, for patients."


def declared(audience: str) -> Browser:
    client = Client()
    client.cookies[COOKIE] = declaration(audience, host=HOST, now=timezone.now())
    return Browser(client)


def pages_of_an_open_form(browser: Browser, form) -> dict[str, str]:
    """Go through every page that a visitor may see; return their texts by what they are."""
    get, found = browser.client.get, {}
    found["the first page"] = get("/forms/ask/").content.decode()
    found["a stopped beginning"] = browser.begin(leave_empty="x").content.decode()
    draft = browser.begun()
    for key in POSTS:
        address = browser.address("step", draft.pk, key)
        found[f"the step {key}"] = get(address).content.decode()
        found[f"the step {key} with errors"] = browser.client.post(address, {}).content.decode()
        browser.fill(draft)
    found["the check page"] = get(browser.address("check", draft.pk)).content.decode()
    found["a stopped sending"] = browser.send(draft, leave_empty="x").content.decode()
    found["the deletion"] = get(browser.address("discard", draft.pk)).content.decode()
    found["the thanks"] = get(browser.send(draft)["Location"]).content.decode()
    other = browser.begun()
    Draft.objects.filter(pk=other.pk).update(state=Draft.State.EXPIRED)
    found["an expired draft"] = get(browser.address("resume", other.pk)).content.decode()
    retire(form=form, by=None, now=timezone.now())
    found["a closed form"] = get("/forms/ask/").content.decode()
    return found


def test_every_page_of_an_open_form_for_professionals_links_it(browser, form):
    for name, html in pages_of_an_open_form(browser, form).items():
        assert MEDICINE in html, name
        assert html.count(LINK) == 1, name
        assert FOR_PROFESSIONALS in html, name


@pytest.mark.parametrize("reader", [PATIENTS, PROFESSIONALS])
def test_no_page_of_an_open_form_for_patients_does_or_names_the_medicine(form, author, reader):
    a_version(form, open_spec(readers=PATIENTS), by=author)

    for name, html in pages_of_an_open_form(declared(reader), form).items():
        assert "/prescribing-information/" not in html, name
        assert MEDICINE not in html, name
        assert FOR_PROFESSIONALS not in html, name
        assert FOR_PATIENTS in html, name


@pytest.mark.parametrize("reader", [PATIENTS, PROFESSIONALS, PUBLIC])
def test_no_page_of_an_open_form_for_everybody_does_or_names_programme_or_medicine(form, author, reader):
    a_version(form, open_spec(readers=PUBLIC), by=author)

    for name, html in pages_of_an_open_form(declared(reader), form).items():
        assert "/prescribing-information/" not in html, name
        assert MEDICINE not in html, name
        assert "ExampleCare" not in html, name
        assert FOR_PATIENTS in html, name


def test_every_page_of_the_wizard_links_it(version, member, client):
    client.force_login(member)
    found = {name: client.get(reverse(f"submissions:{name}")) for name in ("list",)}
    found["start"] = client.get(reverse("submissions:start", args=["ask"]))
    client.post(reverse("submissions:start", args=["ask"]))
    draft = Draft.objects.get()
    for key, values in POSTS.items():
        address = reverse("submissions:step", args=[draft.pk, key])
        found[f"step {key}"] = client.get(address)
        found[f"step {key} with errors"] = client.post(address, {})
        answer(client, draft, key, values)
    found["check"] = check = client.get(reverse("submissions:check", args=[draft.pk]))
    found["discard"] = client.get(reverse("submissions:discard", args=[draft.pk]))
    revision = check.context["revision"]
    sent = client.post(reverse("submissions:submit", args=[draft.pk]), {"revision": revision})
    found["confirmation"] = client.get(sent["Location"])
    found["submission"] = client.get(sent["Location"].partition("?")[0])

    for name, page in found.items():
        html = page.content.decode()
        assert page.status_code in (200, 422), name
        assert MEDICINE in html, name
        assert html.count(LINK) == 1, name


def test_the_question_who_somebody_is_names_nothing_in_place_of_the_form(version):
    html = Client().get("/forms/ask/").content.decode()

    assert MEDICINE not in html
    assert "/prescribing-information/" not in html
    assert "ExampleCare" not in html


def test_a_page_that_is_not_there_follows_who_asks(version):
    for_professionals, for_patients, for_all = (
        one.client.get("/forms/nothing-here/").content.decode()
        for one in (a_professional(), declared(PATIENTS), declared(PUBLIC))
    )

    assert LINK in for_professionals
    assert MEDICINE in for_professionals
    for html in (for_patients, for_all):
        assert "/prescribing-information/" not in html
        assert MEDICINE not in html
