from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Membership
from forms.submissions.models import Draft, Submission
from forms.submissions.services import discard_draft
from tests import builders
from tests.integration.submissions.conftest import posts
from tests.integration.submissions.wizard import answer, answers_of, hidden, step_url

pytestmark = pytest.mark.django_db

RIGHT_TO_LEFT = "\u202eevil\u202c \u0645\u0631\u062d\u0628\u0627"
COMBINING = "Z\u0351\u036b\u0343a\u0338\u0332lgo " * 5
PILES = "e" + "\u0301" * 150


@pytest.fixture
def pages(organisation, partners):
    return posts(organisation, partners[1])


@pytest.fixture
def at_patient(signed_in, open_draft, pages):
    answer(signed_in, open_draft, "who", pages["who"])
    return open_draft


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "null\x00byte"},
        {"name": ["a", "b" * 300]},
        {"born_day": "31", "born_month": "02", "born_year": "2026"},
        {"born_day": "\x00", "born_month": "", "born_year": "99999999999999999999"},
        {"born_day": ["1", "2"], "born_month": "\u0663"},
        {"born_year": "-1"},
        {"number_kind": "passport"},
        {"number_number": "1111111111"},
        {"number_number": "\x00" * 10},
        {"number_kind": ["nhs", "chi"], "number_number": "9990000019"},
        {"name": "x" * 100_000},
        {"name": ""},
    ],
    ids=str,
)
def test_a_wrong_answer_is_a_form_error_that_keeps_the_others(signed_in, at_patient, pages, wrong):
    response = answer(signed_in, at_patient, "patient", {**pages["patient"], **wrong})

    html = response.content.decode()
    assert response.status_code == 200
    assert "There is a problem" in html
    assert 'value="1980"' in html or "born_year" in wrong or "born_day" in wrong
    assert answers_of(at_patient).keys() == {"organisation"}


@pytest.mark.parametrize("name", [RIGHT_TO_LEFT, COMBINING, PILES, "Łucja Nguyễn-Ŵyn", "👩‍⚕️", "<script>"])
def test_unusual_characters_are_an_answer_or_a_form_error(signed_in, at_patient, pages, name):
    response = answer(signed_in, at_patient, "patient", {**pages["patient"], "name": name})

    assert response.status_code in (200, 302)
    if response.status_code == 302:
        services = answer(signed_in, at_patient, "services", {"services": ["nurse"]})
        answer(signed_in, at_patient, "confirm", pages["confirm"])
        check = signed_in.get(reverse("submissions:check", args=[at_patient.pk]))
        assert (services.status_code, check.status_code) == (302, 200)
        assert "<script>" not in check.content.decode().split("<main")[1].split("</main>")[0]


def test_a_page_with_nothing_in_it_is_a_form_error(signed_in, at_patient):
    response = signed_in.post(step_url(at_patient, "patient"))

    assert response.status_code == 200
    assert "There is a problem" in response.content.decode()


@pytest.mark.parametrize("field", ["revision", "page"])
@pytest.mark.parametrize("value", ["", "-1", "9" * 5000, "1.5", "\x00", "٣", "abc", "<b>"])
def test_tampered_hidden_fields_lose_nothing(signed_in, at_patient, pages, field, value):
    answer(signed_in, at_patient, "patient", pages["patient"])
    page = signed_in.get(step_url(at_patient, "patient"))

    response = signed_in.post(
        step_url(at_patient, "patient"),
        {**hidden(page), **pages["patient"], "name": "Typed", field: value},
    )

    assert response.status_code in (302, 409)
    assert answers_of(at_patient)["name"] == "Typed" or "Typed" in response.content.decode()


@pytest.mark.parametrize("revision", ["", "-1", "9" * 5000, "1.5", "٣", "\x00"])
def test_a_tampered_revision_sends_nothing(signed_in, ready_draft, revision):
    response = signed_in.post(reverse("submissions:submit", args=[ready_draft.pk]), {"revision": revision})

    assert response.status_code == 409
    assert not Submission.objects.exists()


def test_ten_megabytes_of_text_are_refused_with_a_clear_page_and_nothing_is_lost(
    signed_in, at_patient, pages
):
    response = signed_in.post(step_url(at_patient, "patient"), {**pages["patient"], "name": "x" * 10_000_000})

    assert response.status_code == 413
    assert "That was too much to send" in response.content.decode()
    assert answers_of(at_patient).keys() == {"organisation"}


def test_thousands_of_fields_are_refused_with_a_clear_page(signed_in, at_patient):
    response = signed_in.post(
        step_url(at_patient, "patient"), {f"field{number}": "x" for number in range(25_000)}
    )

    assert response.status_code == 413


@pytest.mark.parametrize("body", [b"\xff\xfe\x00", b"name=%00%ff%fe&born_day=%", b"a" * 1000])
def test_a_body_that_is_no_form_is_a_form_error(signed_in, at_patient, body):
    response = signed_in.generic(
        "POST", step_url(at_patient, "patient"), body, content_type="application/x-www-form-urlencoded"
    )

    assert response.status_code == 200


@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "multipart/form-data; boundary=x"]
)
def test_another_content_type_is_no_server_error(signed_in, at_patient, content_type):
    response = signed_in.generic(
        "POST", step_url(at_patient, "patient"), b'{"name": "Ada"}', content_type=content_type
    )

    assert response.status_code in (200, 400)


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_other_methods_are_refused(signed_in, at_patient, method):
    assert getattr(signed_in, method)(step_url(at_patient, "patient")).status_code == 405
    assert getattr(signed_in, method)(reverse("submissions:list")).status_code == 405


def test_ids_that_do_not_exist_are_not_found(signed_in, version):
    for path in (f"draft/{uuid4()}/", f"draft/{uuid4()}/step/who/", f"draft/{uuid4()}/check/"):
        assert signed_in.get(f"/registrations/{path}").status_code == 404
    for path in (
        "draft/1/", "draft/..%2f..%2fetc/", "draft/%00/", "EC-0000-0000-0/", "%00/", "%ff/",
        "start/nothing/", "start/%00/", "x" * 3000 + "/",
    ):  # fmt: skip
        assert signed_in.get(f"/registrations/{path}").status_code in (301, 302, 404)


@pytest.mark.parametrize(
    "query", ["page=abc", "page=-1", "page=99999999999999999999", "status=%00", "whose=x"]
)
def test_odd_queries_of_the_list_show_the_list(signed_in, open_draft, query):
    assert signed_in.get(f"{reverse('submissions:list')}?{query}").status_code == 200


@pytest.mark.parametrize("organisation_id", ["", "abc", "\x00", "00000000-0000-0000-0000-000000000000"])
def test_starting_for_an_unknown_organisation_asks_again(
    signed_in, version, partners, programme, member, now, organisation_id
):
    second = builders.an_organisation(programme, ods_code="ZZ003", name="Second Trust")
    Membership.objects.create(user=member, organisation=second, started_at=now)

    response = signed_in.post(
        reverse("submissions:start", args=["example"]), {"organisation": organisation_id}
    )

    assert response.status_code == 200
    assert "Choose the organisation you register for" in response.content.decode()
    assert not Draft.objects.exists()


def test_posting_to_a_discarded_draft_is_explained(signed_in, ready_draft, member, pages):
    discard_draft(draft=ready_draft, by=member, now=timezone.now())

    for name in ("submit", "discard"):
        response = signed_in.post(reverse(f"submissions:{name}", args=[ready_draft.pk]), {"revision": "5"})
        assert response.status_code in (302, 410)
    response = signed_in.post(step_url(ready_draft, "patient"), pages["patient"])
    assert response.status_code == 410
    assert "This draft was deleted" in response.content.decode()


def test_posting_to_an_expired_draft_is_explained(signed_in, ready_draft, pages):
    Draft.objects.update(
        created_at=timezone.now() - timedelta(days=40), expires_at=timezone.now() - timedelta(days=1)
    )

    responses = [
        signed_in.post(step_url(ready_draft, "patient"), pages["patient"]),
        signed_in.post(reverse("submissions:submit", args=[ready_draft.pk]), {"revision": "5"}),
        signed_in.post(reverse("submissions:discard", args=[ready_draft.pk])),
        signed_in.get(reverse("submissions:check", args=[ready_draft.pk])),
        signed_in.get(step_url(ready_draft, "patient")),
        signed_in.get(reverse("submissions:resume", args=[ready_draft.pk])),
    ]

    for response in responses:
        assert response.status_code == 410
        assert "This draft has expired" in response.content.decode()


def test_posting_to_a_sent_draft_leads_to_its_submission(signed_in, ready_draft, pages):
    signed_in.post(reverse("submissions:submit", args=[ready_draft.pk]), {"revision": ready_draft.revision})
    submission = Submission.objects.get()
    at = reverse("submissions:submission", args=[submission.reference])

    step = signed_in.post(step_url(ready_draft, "patient"), pages["patient"])

    assert step.status_code == 409
    assert at in step.content.decode()
    assert signed_in.get(step_url(ready_draft, "patient")).url == at
    assert signed_in.get(reverse("submissions:check", args=[ready_draft.pk])).url == at
    assert signed_in.post(reverse("submissions:discard", args=[ready_draft.pk])).status_code == 409
    assert submission.answers["name"] == "Ada"
