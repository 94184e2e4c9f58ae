from __future__ import annotations

import re

from django.urls import reverse

from forms.definitions.models import Form
from forms.submissions.models import Draft
from tests.integration.open_forms.conftest import POSTS, a_version, open_spec
from tests.integration.submissions.wizard import answer


def test_a_form_about_no_patient_speaks_of_none_to_members(version, member, client):
    client.force_login(member)

    page = client.get(reverse("submissions:start", args=["ask"])).content.decode()

    before = page.partition("Before you start")[2].partition("</form>")[0]
    assert "You are filling it in for" in before
    assert "patient" not in before
    assert "registering" not in before


def test_a_draft_about_nobody_waits_for_no_name(version, member, client):
    client.force_login(member)
    client.post(reverse("submissions:start", args=["ask"]))

    page = client.get(reverse("submissions:list")).content.decode()

    assert ">Your draft</a>" in page
    assert "No name yet" not in page


def sent(client):
    """Fill in and send the form as a member; return the page that confirms it."""
    client.post(reverse("submissions:start", args=["ask"]))
    draft = Draft.objects.get()
    for key, values in POSTS.items():
        answer(client, draft, key, values)
    revision = client.get(reverse("submissions:check", args=[draft.pk])).context["revision"]
    response = client.post(reverse("submissions:submit", args=[draft.pk]), {"revision": revision})
    return client.get(response["Location"]).content.decode()


def test_an_e_mail_is_promised_where_a_desk_receives_the_form(version, member, client):
    client.force_login(member)

    assert "We send an e-mail to" in sent(client)


def test_no_e_mail_is_promised_where_nobody_receives_the_form(form, author, member, client):
    a_version(form, open_spec(routes=(), audiences=open_spec().audiences[:1]), by=author)
    client.force_login(member)

    page = sent(client)

    assert "The desk answers you." in page
    assert "sent to nobody" in page
    assert "We send an e-mail to" not in page
    assert "Sent to everyone" not in page


def test_forms_about_patients_are_offered_first_and_others_beside_them(version, form, member, client):
    for slug, kind in (("zz", "patient_registration"), ("aa", "general")):
        other = Form.objects.create(
            programme=form.programme, kind=kind, slug=slug, title=slug.upper(), live=True
        )
        a_version(other, open_spec(kind=kind, title=slug.upper()), by=member)
    client.force_login(member)

    page = client.get(reverse("submissions:list")).content.decode()

    offered = re.findall(r'class="(button[^"]*)"\s+href="[^"]*">Start: ([^<]*)</a>', page)
    assert offered == [
        ("button", "ZZ"),
        ("button button--secondary", "AA"),
        ("button button--secondary", "Ask a question"),
    ]
