"""Numbers, times, rows, computed dates and constants on the way through the wizard."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from forms.definitions.spec import Check, RouteSpec, StepSpec
from forms.documents.models import Document
from forms.submissions.models import Submission
from forms.submissions.services import start_draft
from tests.integration.submissions.conftest import a_field, a_spec, a_version
from tests.integration.submissions.wizard import answer, answers_of, hidden, step_url
from tests.unit.definitions.samples import COLUMNS

pytestmark = pytest.mark.django_db

HEALTH = {
    "name": "Ada",
    "weight": "72.5 kg",
    "call": "2.15 pm",
    "first_dose_day": "4",
    "first_dose_month": "1",
    "first_dose_year": "2027",
    "medicines_rows": "2",
    "medicines_0_name": "Baclofen",
    "medicines_0_dose": "10",
    "medicines_0_form": "tablet",
}


def a_further_spec():
    medicines = {"columns": COLUMNS, "max_rows": 3, "row_name": "Medicine"}
    steps = (
        StepSpec("hidden", "Hidden", fields=(a_field("pathway", "constant", settings={"value": "Pathway A"}),)),
        StepSpec("health", "About the patient’s health", "As far as the team knows.", fields=(
            a_field("name", "short_text", label="Name"),
            a_field("weight", "number", label="Weight", settings={"unit": "kg", "decimals": 1},
                    help="Without shoes."),
            a_field("call", "time", label="Best time to call", help="On weekdays."),
            a_field("first_dose", "date", label="First dose"),
            a_field("scan", "computed_date", label="Next scan", required=False,
                    settings={"base": "first_dose", "amount": 6, "unit": "months"},
                    help="Six months after the first dose."),
            a_field("medicines", "rows", label="Medicines that the patient takes", settings=medicines),
        )),
        StepSpec("reply", "Reply", fields=(
            a_field("reply", "computed_date", label="Reply by", settings={"amount": 10}, required=False),
            a_field("again", "date", label="Second dose",
                    checks=(Check("not_before", "", "first_dose", "The second dose comes after the first"),)),
        )),
    )  # fmt: skip
    return a_spec(steps=steps, routes=(RouteSpec("nurse", "nurse"),))


@pytest.fixture
def further(form, member, organisation, partners, now):
    version = a_version(form, a_further_spec(), by=member, now=now)
    return start_draft(form_version=version, organisation=organisation, owner=member, now=timezone.now())


def test_a_step_with_nothing_but_constants_is_no_page(signed_in, further):
    where = signed_in.get(reverse("submissions:resume", args=[further.pk])).url

    assert where == step_url(further, "health")


def test_the_button_for_another_row_keeps_all_that_was_typed_and_complains_of_nothing(signed_in, further):
    half = {**HEALTH, "weight": "heavy", "medicines_1_dose": "lots", "medicines_add": "1"}

    page = answer(signed_in, further, "health", half)

    html = page.content.decode()
    assert page.status_code == 200
    assert html.count("data-row>") == 3
    assert 'value="heavy"' in html
    assert 'value="lots"' in html
    assert "error-summary" not in html
    assert 'name="medicines_add"' not in html
    assert answers_of(further)["call"] == "14:15"
    assert 'id="id_medicines_row_2"' in html

    third = {**HEALTH, "medicines_rows": "3", "medicines_2_name": "Vitamin D", "medicines_2_dose": "1"}
    sent = signed_in.post(step_url(further, "health"), {**hidden(page), **third})
    assert sent.url == step_url(further, "reply")
    assert [row["name"] for row in answers_of(further)["medicines"]] == ["Baclofen", "Vitamin D"]


def test_an_answer_is_held_against_one_of_an_earlier_page(signed_in, further):
    answer(signed_in, further, "health", HEALTH)

    page = answer(signed_in, further, "reply", {"again_day": "3", "again_month": "1", "again_year": "2027"})

    assert "The second dose comes after the first" in page.content.decode()


def test_what_nobody_is_asked_is_on_the_check_page_in_the_answers_and_in_the_document(
    signed_in, further, member
):
    answer(signed_in, further, "health", HEALTH)
    answer(signed_in, further, "reply", {"again_day": "5", "again_month": "2", "again_year": "2027"})

    check = signed_in.get(reverse("submissions:check", args=[further.pk])).content.decode()

    assert "4 July 2027" in check
    assert '<th scope="col">Dose</th>' in check
    assert "Pathway A" not in check
    assert 'Change<span class="visually-hidden"> Next scan' not in check
    revision = re.search(r'name="revision" value="(\d+)"', check)[1]
    sent = signed_in.post(reverse("submissions:submit", args=[further.pk]), {"revision": revision})
    assert sent.status_code == 302, sent.content.decode()
    answers = Submission.objects.get().answers
    assert answers["scan"] == "2027-07-04"
    assert answers["pathway"] == "Pathway A"
    content = Document.objects.filter(audience="nurse").get().content
    rows = {row["label"]: row for section in content["sections"] for row in section["rows"]}
    assert rows["Pathway"]["lines"] == ["Pathway A"]
    assert rows["Medicines that the patient takes"]["table"]["rows"][0][:2] == ["Baclofen", "10 mg"]
