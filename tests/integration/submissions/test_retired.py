"""The address of a retired form says since when it is closed and what to use instead."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from content.blocks.ways import FormLinkBlock
from forms.definitions.control.closing import say_what_instead
from forms.definitions.models import Form
from forms.definitions.services import retire
from tests.integration.submissions.conftest import a_spec, a_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def another(programme, form, member):
    other = Form.objects.create(
        programme=programme, kind="example", slug="other", title="Other form", live=True
    )
    a_version(other, replace(a_spec(), title="Other form"), by=member, now=timezone.now())
    return other


def closed(form, by, **instead):
    values = {"use_instead": None, "address": "", "text": "", **instead}
    say_what_instead(form=form, by=by, now=timezone.now(), **values)
    # As its date does.
    retire(form=Form.objects.get(pk=form.pk), by=None, now=timezone.now())
    return reverse("submissions:start", args=[form.slug])


def test_it_says_since_when_and_leads_to_the_form_that_replaces_it(signed_in, version, form, another, member):
    page = signed_in.get(closed(form, member, use_instead=another, text="The other one is shorter."))

    assert page.status_code == 410
    assert f"closed since {timezone.localdate():%-d %B %Y}" in page.text
    assert "The other one is shorter." in page.text
    assert reverse("submissions:start", args=["other"]) in page.text


def test_it_leads_to_an_address(signed_in, version, form, member):
    assert 'href="/contact/"' in signed_in.get(closed(form, member, address="/contact/")).text


def test_nothing_begins_there(signed_in, version, form, member, organisation):
    address = closed(form, member)

    assert signed_in.post(address, {"organisation": str(organisation.pk)}).status_code == 410


def test_a_form_that_was_never_published_is_not_there(signed_in, programme, kind):
    Form.objects.create(programme=programme, kind="example", slug="new", title="New", live=False)

    assert signed_in.get(reverse("submissions:start", args=["new"])).status_code == 404


def test_pages_that_lead_to_it_say_so_too(version, form, another, member):
    closed(form, member, use_instead=another)
    block = FormLinkBlock()

    page = block.render(
        block.to_python({"heading": "Order", "text": "", "form": form.pk, "button_text": "Start"})
    )

    assert "not open at the moment" in page
    assert reverse("submissions:start", args=["other"]) in page
