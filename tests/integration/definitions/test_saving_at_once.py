"""Two editors who save at the same moment, each with a connection of its own."""

from __future__ import annotations

import pytest
from django.urls import reverse
from wagtail.models import Revision

from audit.verification import verify_chain
from forms.definitions.models import Form
from tests.integration.definitions.posting import posted_form
from tests.integration.submissions.test_at_once import all_at_once
from tests.signing_in import SignedInClient

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_save_at_the_same_moment_one_is_told_and_loses_nothing(
    a_saved_form, editor, second_editor
):
    address = reverse("wagtailsnippets_form_definitions_form:edit", args=[a_saved_form.pk])
    clients, posts = [], []
    for person in (editor, second_editor):
        client = SignedInClient()
        client.force_login(person)
        page = client.get(address)
        loaded = {
            "loaded_revision_id": str(a_saved_form.latest_revision_id),
            "loaded_revision_created_at": page.context["loaded_revision_created_at"],
        }
        clients.append(client)
        posts.append(posted_form(a_saved_form, title=f"{person.name}’s title", **loaded))
    before = Revision.objects.count()

    answers = all_at_once(lambda number: clients[number].post(address, posts[number]), 2)

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    told = next(answer for answer in answers if answer.status_code == 200)
    mine = posts[answers.index(told)]["title"]
    assert "saved this form while you had it open." in told.content.decode()
    assert told.context["form"]["title"].value() == mine
    assert Revision.objects.count() == before + 1
    assert Form.objects.get().get_latest_revision_as_object().title != mine
    assert verify_chain().holds
