"""Editors write, compare and propose texts in the admin, and another person approves them."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, streamfield

from agreements.groups import ensure_groups
from agreements.kinds import Kind
from agreements.texts.models import TextVersion
from agreements.texts.services import new_draft_from, propose, text_in_force
from approvals.models import Approval
from tests.agreement_texts import (
    BODY,
    PARTICULARS,
    PARTIES,
    a_draft,
    a_section,
    a_text,
    an_approved_text,
    definitions,
)
from tests.builders import a_user


def an_administrator(email):
    user = a_user(email=email, name=email.split("@")[0].title(), is_staff=True)
    user.groups.add(ensure_groups())
    return user


@pytest.fixture
def author(db):
    return an_administrator("ada@programme.invalid")


@pytest.fixture
def second(db):
    return an_administrator("ben@programme.invalid")


@pytest.fixture
def text(programme):
    return a_text(programme)


def posted(body):
    """What the editor's form sends for a text with these parts."""
    return nested_form_data(
        {
            "title": "Service level agreement",
            "what_changed": "Deliveries on Saturdays.",
            "term_months": "24",
            "body": streamfield([(part["type"], _posted(part)) for part in body]),
        }
    )


def _posted(part):
    value = dict(part["value"])
    for name, rows in value.items():
        if isinstance(rows, list):
            value[name] = _rows([_row(row) for row in rows])
    return value


def _row(row):
    return {**row, "sub_clauses": _rows(row["sub_clauses"])} if "sub_clauses" in row else row


def _rows(rows):
    return {
        "count": str(len(rows)),
        **{
            str(index): {"deleted": "", "order": str(index), "type": "item", "id": "", "value": row}
            for index, row in enumerate(rows)
        },
    }


def test_a_new_version_is_written_proposed_and_approved_by_two_people(client, author, second, programme, now):
    first = an_approved_text(programme, now=now)
    client.force_login(author)
    page = client.post(reverse("agreement_texts:new_version", args=[first.text_id]), follow=True)
    draft = TextVersion.objects.get(state="draft")
    assert page.redirect_chain[-1][0] == reverse("text_versions:edit", args=[draft.pk])
    assert "The NHS organisation’s legal name." in page.content.decode()

    saved = client.post(
        reverse("text_versions:edit", args=[draft.pk]),
        posted([*BODY, a_section("Saturdays", "On Saturdays too.")]),
    )
    assert saved.status_code == 302, saved.context["form"].errors
    draft.refresh_from_db()
    assert draft.edited_by == [str(author.pk)]
    client.post(reverse("text_versions:propose", args=[draft.pk]))

    approval = Approval.objects.get(state="requested")
    client.post(reverse("approvals:approve", args=[approval.pk]))
    assert text_in_force(programme_id=programme.pk, kind=Kind.SLA) == first

    client.force_login(second)
    asked = client.get(reverse("approvals:inspect", args=[approval.pk])).content.decode()
    assert reverse("text_versions:compare", args=[draft.pk]) in asked
    assert "Deliveries on Saturdays." in asked
    assert "Ada" in asked
    client.post(reverse("approvals:approve", args=[approval.pk]))
    assert text_in_force(programme_id=programme.pk, kind=Kind.SLA) == draft


def test_a_text_that_is_sent_back_is_a_draft_again(client, author, second, text, now):
    draft = a_draft(text, by=author, now=now)
    approval = propose(version=draft, by=author, now=now)
    client.force_login(second)

    client.post(reverse("approvals:send_back", args=[approval.pk]), {"comment": "Say who delivers."})

    draft.refresh_from_db()
    assert draft.state == "draft"
    approval.refresh_from_db()
    assert (approval.state, approval.comment) == ("rejected", "Say who delivers.")


def test_what_has_to_be_put_right_is_listed_and_nothing_is_proposed(client, author, text, now):
    draft = a_draft(text, by=author, now=now, body=[PARTIES, a_section("Delivery", "By {{nobody}}.")])
    client.force_login(author)

    page = client.post(reverse("text_versions:propose", args=[draft.pk]), follow=True).content.decode()

    assert "Section 1 “Delivery”, clause 1.1: There is no merge field “nobody”." in page
    assert "Mark where the particulars are printed." in page
    assert not Approval.objects.exists()


def test_a_text_is_read_as_the_parties_will_with_example_values(client, author, text, now):
    body = [
        PARTIES,
        definitions(Term="{{answer_chief_pharmacist}}"),
        a_section("Services", {"text": "One:\n\nTwo."}),
        PARTICULARS,
    ]
    draft = a_draft(text, by=author, now=now, body=body, is_sample=True)
    client.force_login(author)

    page = client.get(reverse("text_versions:read", args=[draft.pk])).content.decode()

    assert "Example Hospitals NHS Trust" in page
    assert "[chief pharmacist]" in page
    assert "Sample text: to be replaced by the owner’s lawyers." in page
    assert "{{" not in page.partition("<article")[2].partition("</article>")[0]
    assert '<span class="agreement__number">2.1</span> One:' in page
    assert "<p>Two.</p>" in page


def test_the_approver_reads_what_changes(client, second, author, programme, now):
    first = an_approved_text(programme, now=now)
    draft = new_draft_from(text=first.text, by=author, now=now)
    changed = [
        PARTIES,
        definitions(Programme="{{programme_name}}"),
        a_section("Services", "The services are provided daily."),
        PARTICULARS,
    ]
    draft = a_draft(first.text, version=draft, by=author, now=now, body=changed)
    client.force_login(second)

    page = client.get(reverse("text_versions:compare", args=[draft.pk])).content.decode()

    assert "Against version 1" in page
    assert "<ins>" in page
    assert "[inserted:" in page
    assert "daily." in page
    assert page.count("daily.") == 2, "once among what differs, once in the whole text"
    assert "1 changed" in " ".join(page.split())


def test_a_proposed_text_is_not_opened_for_editing(client, author, text, now):
    draft = a_draft(text, by=author, now=now)
    propose(version=draft, by=author, now=now)
    client.force_login(author)

    page = client.get(reverse("text_versions:edit", args=[draft.pk]))
    refused = client.post(
        reverse("text_versions:edit", args=[draft.pk]), posted([*BODY, a_section("More", "More.")])
    )

    assert page.url == reverse("text_versions:inspect", args=[draft.pk])
    assert "is waiting for approval, so it cannot be changed" in refused.content.decode()
    draft.refresh_from_db()
    assert len(draft.body) == len(BODY)


def test_the_list_tells_what_is_in_force_and_what_is_being_written(client, author, programme, now):
    first = an_approved_text(programme, now=now, is_sample=True)
    new_draft_from(text=first.text, by=author, now=now)
    a_text(programme, kind=Kind.OFFER)
    client.force_login(author)

    page = client.get(reverse("agreement_texts:index")).content.decode()

    assert "Version 1 (sample text)" in page
    assert "Version 2: draft" in page
    assert "None yet" in page
    inside = client.get(reverse("agreement_texts:inspect", args=[first.text_id])).content.decode()
    assert "Write a new version" not in inside


@pytest.mark.parametrize("name", ["inspect", "edit", "read", "compare"])
def test_others_see_no_page_of_a_text(client, member, author, text, now, name):
    draft = a_draft(text, by=author, now=now)
    client.force_login(member)

    assert client.get(reverse(f"text_versions:{name}", args=[draft.pk])).status_code in (302, 403)


def test_others_propose_and_begin_nothing(client, member, author, programme, now):
    first = an_approved_text(programme, now=now)
    draft = a_draft(a_text(programme, kind=Kind.OFFER), by=author, now=now)
    client.force_login(member)

    client.post(reverse("text_versions:propose", args=[draft.pk]))
    client.post(reverse("agreement_texts:new_version", args=[first.text_id]))

    draft.refresh_from_db()
    assert draft.state == "draft"
    assert first.text.versions.count() == 1
