from __future__ import annotations

import pytest
from django.urls import reverse

from forms.submissions.models import Submission
from forms.submissions.services import submit
from tests import builders
from tests.integration.submissions.conftest import sign_in

pytestmark = pytest.mark.django_db

NUMBER = "999 000 0018"


@pytest.fixture
def submission(ready_draft, member) -> Submission:
    return submit(draft=ready_draft, by=member, revision=ready_draft.revision, now=ready_draft.updated_at)


def found_by(client, typed):
    response = client.post(reverse("submissions:search"), {"wanted": typed})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.content.decode()


@pytest.mark.parametrize("typed", [NUMBER, "9990000018", " 999 000 0018 "])
def test_the_whole_number_finds_what_was_sent_for_the_patient(signed_in, submission, typed):
    assert submission.reference in found_by(signed_in, typed)


def test_a_reference_is_found_however_it_is_typed(signed_in, submission):
    assert submission.reference in found_by(signed_in, submission.reference.lower().replace("-", " "))


def test_a_colleague_finds_it_without_the_patients_name(client, submission, organisation, now):
    sign_in(client, builders.a_member(organisation, now=now, email="colleague@harbour.invalid"))

    html = found_by(client, NUMBER)

    assert submission.reference in html
    assert "Ada" not in html


@pytest.mark.parametrize("typed", [NUMBER, "reference"])
def test_another_organisation_finds_nothing(client, submission, stranger, typed):
    sign_in(client, stranger)

    html = found_by(client, submission.reference if typed == "reference" else typed)

    assert "Nothing found" in html
    assert f"/registrations/{submission.reference}/" not in html


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("999 000 0026", "has sent nothing"),
        ("Ada", "neither a whole"),
        ("", "neither a whole"),
        ("9" * 500, ""),
    ],
)
def test_nothing_found_is_said_plainly(signed_in, submission, typed, said):
    html = found_by(signed_in, typed)

    assert "Nothing found" in html
    assert said in html


def test_a_number_in_an_address_finds_nothing(signed_in, submission):
    response = signed_in.get(reverse("submissions:search"), {"wanted": NUMBER})

    assert response.status_code == 302
    assert response.url == reverse("submissions:list")
    assert reverse("submissions:search") in signed_in.get(response.url).content.decode()
