from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from forms.definitions.path import apply
from forms.documents.assembly import build_content, printed_date
from forms.documents.content import content_from_json, content_to_json
from programme.models import SafetyRecord
from tests.unit.documents.specs import NURSE, SPEC, answers


@pytest.fixture
def content(programme, now):
    return build_content(
        spec=SPEC,
        applied=apply(SPEC, answers()),
        audience=NURSE,
        recipient="Nurse Service",
        programme=programme,
        safety_records=programme.safety_records.all(),
        reference="EC-7K4M-92QX-3",
        form_version=2,
        submitted_at=now,
    )


def test_a_document_says_whose_programme_for_whom_and_from_which_form(content):
    assert (content.programme, content.product) == ("ExampleCare", "EXAMPLEX (examplumab)")
    assert (content.recipient, content.audience) == ("Nurse Service", "Nurse service")
    assert (content.form_title, content.form_version) == ("Test registration", 2)
    assert (content.submitted_on, content.submitted_at) == (
        "4 January 2027, 09:30",
        "2027-01-04T09:30:00+00:00",
    )


def test_it_says_that_it_is_not_a_prescription_and_how_to_report_adverse_events(programme, content):
    record = programme.safety_records.get(kind=SafetyRecord.Kind.ADVERSE_EVENTS_HCP)

    assert [(notice.kind, notice.title) for notice in content.notices] == [
        ("statement", "This is not a prescription"),
        ("safety", record.title),
    ]


def test_an_address_to_report_to_is_printed_in_full(programme, now):
    programme.safety_records.filter(kind=SafetyRecord.Kind.ADVERSE_EVENTS_HCP).update(
        body="Report them.\n\nAll of them.", link="https://yellowcard.example/", link_text="Yellow Card"
    )

    content = build_content(
        spec=SPEC, applied=apply(SPEC, {}), audience=NURSE, recipient="x", programme=programme, safety_records=programme.safety_records.all(), reference="x",
        form_version=1, submitted_at=now,
    )  # fmt: skip

    assert content.notices[-1].lines == (
        "Report them.",
        "All of them.",
        "Yellow Card: https://yellowcard.example/",
    )


def test_the_black_triangle_follows_the_product(programme, content):
    assert content.black_triangle is programme.product.additional_monitoring is False


def test_the_printed_day_is_the_one_in_the_united_kingdom():
    assert printed_date(datetime(2026, 6, 30, 23, 30, tzinfo=UTC)) == "1 July 2026"


def test_later_pages_and_the_first_one_name_what_the_audience_receives(programme, now):
    keys = ("name", "hospital_number")

    content = build_content(
        spec=SPEC, applied=apply(SPEC, answers()), audience=NURSE, recipient="x", programme=programme, safety_records=programme.safety_records.all(), reference="x",
        form_version=1, submitted_at=now, running=keys, summary=keys,
    )  # fmt: skip

    (row,) = content.summary
    assert row.label == "Label of name"
    assert content.running == (" ".join(row.lines),)
    assert content_from_json(json.loads(json.dumps(content_to_json(content)))) == content
