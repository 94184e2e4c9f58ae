"""What a page knows already when it is opened."""

from __future__ import annotations

import pytest
from django.utils import timezone

from accounts.models import User
from forms.definitions.spec import Disclosure, StepSpec
from forms.submissions.services import start_draft
from tests.integration.submissions.conftest import (
    NURSE_CHOSEN,
    a_field,
    a_spec,
    a_version,
)
from tests.integration.submissions.wizard import answers_of, hidden, step_url

pytestmark = pytest.mark.django_db


def test_a_permission_names_what_its_recipient_gets_and_nothing_else(
    signed_in, form, kind, organisation, partners, member
):
    only_homecare = (Disclosure("nurse", "withhold"), Disclosure("homecare", "share", "care"))
    sometimes = (Disclosure("nurse", "when", "care", NURSE_CHOSEN),)
    spec = a_spec(
        steps=(
            StepSpec("agreed", "Agreed", fields=(
                a_field("permission_nurse", "permission", settings={"recipient": "the nurses"}),
                a_field("address", "short_text", label="Address", disclosures=sometimes),
                a_field("order", "short_text", label="Order number", disclosures=only_homecare),
                a_field("name", "short_text", label="Name"),
            )),
        )
    )  # fmt: skip
    version = a_version(form, spec, by=member, now=timezone.now())
    draft = start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())

    html = signed_in.get(step_url(draft, "agreed")).content.decode()

    items = html.partition("Items this recipient gets")[2].partition("</details>")[0]
    assert "Name" in items
    assert "Address (only where needed)" in items
    assert "Order number" not in items
    assert "<details>" in html


def test_the_number_and_signature_of_the_signed_in_person_are_offered(
    signed_in, form, kind, organisation, partners, member
):
    kind.known_of_the_person = {"pin": "registration_number"}
    User.objects.filter(pk=member.pk).update(registration_number="12A3456B", job_title="MS nurse")
    about = (
        a_field("pin", "short_text", label="PIN", required=False),
        a_field("signature", "signature", label="Signature", required=False),
    )
    version = a_version(
        form, a_spec(steps=(StepSpec("you", "You", fields=about),)), by=member, now=timezone.now()
    )
    draft = start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())

    html = signed_in.get(step_url(draft, "you")).content.decode()

    for known in ("12A3456B", "Robin Referrer", "MS nurse"):
        assert f'value="{known}"' in html
    assert answers_of(draft) == {}


def test_the_only_organisation_is_chosen_already(signed_in, open_draft, organisation):
    html = signed_in.get(step_url(open_draft, "who")).content.decode()

    assert f'<option value="{organisation.pk}" selected>' in html
    assert "Choose…" not in html


def test_what_is_known_about_the_person_is_offered_until_the_page_was_saved(
    signed_in, form, organisation, partners, member
):
    about = (
        a_field("referrer", "short_text", settings={"autocomplete": "name"}, required=False),
        a_field("phone", "phone", settings={"autocomplete": "tel"}, required=False),
    )
    spec = a_spec(steps=(StepSpec("you", "You", fields=about),))
    version = a_version(form, spec, by=member, now=timezone.now())
    draft = start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())

    offered = signed_in.get(step_url(draft, "you"))
    assert 'value="Robin Referrer"' in offered.content.decode()
    assert 'value="020 7946 0018"' in offered.content.decode()
    assert answers_of(draft) == {}

    signed_in.post(step_url(draft, "you"), {**hidden(offered), "referrer": "", "phone": ""})
    assert "Robin Referrer" not in signed_in.get(step_url(draft, "you")).content.decode()
