"""One question of every type, surroundings in which all of them can be answered, and good answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from forms.definitions.context import Choice, FormContext, OfferedFile
from forms.definitions.form_building import StepForm, build_form
from forms.definitions.spec import FieldSpec, FormSpec, Option, StepSpec

TODAY = date(2027, 1, 4)
OPTIONS = (Option("red", "Red", "Warm"), Option("blue", "Blue"), Option("green", "Green"))
ORGANISATION, OTHER_ORGANISATION = (
    "0b0c2f0e-0000-4000-8000-000000000001",
    "0b0c2f0e-0000-4000-8000-000000000002",
)
SITE, OTHER_SITE = "0b0c2f0e-0000-4000-8000-000000000011", "0b0c2f0e-0000-4000-8000-000000000012"
PARTNER, NURSES = "0b0c2f0e-0000-4000-8000-000000000021", "0b0c2f0e-0000-4000-8000-000000000022"

FILE = "0b0c2f0e-0000-4000-8000-000000000031"

CONTEXT = FormContext(
    today=TODAY,
    organisations=(
        Choice(ORGANISATION, "Harbour Vale Hospitals NHS Trust"),
        Choice(OTHER_ORGANISATION, "Marram Coast Hospitals NHS Trust"),
    ),
    sites=(
        Choice(SITE, "Harbour General Hospital", group=ORGANISATION),
        Choice(OTHER_SITE, "Marram General Hospital", group=OTHER_ORGANISATION),
    ),
    partners=(
        Choice(PARTNER, "Homecare One", group="homecare"),
        Choice(NURSES, "Nurse Service", group="nurse"),
    ),
    files=tuple(
        OfferedFile(FILE, key, "letter.pdf", "application/pdf", 2048, "0a" * 32) for key in ("q", "q_files")
    ),
    synthetic_patients_only=True,
    safety_notice="Report adverse events.",
)
REAL_PATIENTS = replace(CONTEXT, synthetic_patients_only=False)

COLUMNS = [
    {"key": "name", "label": "Name", "type": "short_text"},
    {"key": "dose", "label": "Dose", "type": "number", "unit": "mg", "decimals": 1},
    {"key": "since", "label": "Since", "type": "date", "optional": True},
    {
        "key": "form",
        "label": "Form",
        "type": "select",
        "optional": True,
        "options": [{"value": "tablet", "label": "Tablet"}, {"value": "liquid", "label": "Liquid"}],
    },
    {"key": "daily", "label": "Every day", "type": "yes_no", "optional": True},
]

# The settings and options of each type, what a browser posts for an answer, and what is stored of it.
SAMPLES: dict[str, tuple[dict[str, Any], dict[str, Any], Any]] = {
    "short_text": ({}, {"q": "Sam"}, "Sam"),
    "long_text": ({}, {"q": "One\r\ntwo"}, "One\ntwo"),
    "email": ({}, {"q": "team@harbour.invalid"}, "team@harbour.invalid"),
    "phone": ({}, {"q": "+44 7700 900123"}, "07700 900123"),
    "date": ({}, {"q_day": "4", "q_month": "jan", "q_year": "2027"}, "2027-01-04"),
    "date_of_birth": ({}, {"q_day": "31", "q_month": "3", "q_year": "1980"}, "1980-03-31"),
    "health_number": (
        {},
        {"q_kind": "nhs", "q_number": "999-000-0018"},
        {"kind": "nhs", "value": "9990000018"},
    ),
    "postcode": ({}, {"q": "ls1 4ap"}, "LS1 4AP"),
    "address": (
        {},
        {"q_line_1": "1 Quay Street", "q_line_2": "", "q_town": "Leeds", "q_postcode": "LS14AP"},
        {"lines": ["1 Quay Street"], "town": "Leeds", "postcode": "LS1 4AP"},
    ),
    "yes_no": ({}, {"q": "no"}, "no"),
    "radios": ({"options": OPTIONS}, {"q": "red"}, "red"),
    "checkboxes": ({"options": OPTIONS}, {"q": ["green", "red"]}, ["red", "green"]),
    "select": ({"options": OPTIONS}, {"q": "blue"}, "blue"),
    "organisation": (
        {},
        {"q": ORGANISATION},
        {"id": ORGANISATION, "label": "Harbour Vale Hospitals NHS Trust"},
    ),
    "site": ({}, {"q": SITE}, {"id": SITE, "label": "Harbour General Hospital"}),
    "partner": (
        {"settings": {"role": "homecare"}},
        {"q": PARTNER},
        {"id": PARTNER, "label": "Homecare One"},
    ),
    "permission": (
        {"settings": {"recipient": "the nurse service"}},
        {"q_given": "yes", "q_how": "phone", "q_day": "3", "q_month": "1", "q_year": "2027"},
        {"given": True, "how": "phone", "on": "2027-01-03"},
    ),
    "declaration": ({"settings": {"statement": "I have checked this."}}, {"q": "yes"}, True),
    "signature": (
        {},
        {"q_name": "Robin Referrer", "q_job_title": "MS nurse"},
        {"name": "Robin Referrer", "job_title": "MS nurse"},
    ),
    "information": ({}, {}, None),
    "number": ({"settings": {"unit": "kg", "decimals": 1}}, {"q": " 72.50 kg"}, "72.5"),
    "time": ({}, {"q": "2.15 pm"}, "14:15"),
    "rows": (
        {"settings": {"columns": COLUMNS, "max_rows": 3, "row_name": "Medicine"}},
        {
            "q_rows": "3",
            "q_0_name": "Baclofen",
            "q_0_dose": "10",
            "q_0_since_day": "1",
            "q_0_since_month": "2",
            "q_0_since_year": "2026",
            "q_0_form": "tablet",
            "q_0_daily": "yes",
            "q_2_name": "Vitamin D",
            "q_2_dose": "0.5",
        },
        [
            {"name": "Baclofen", "dose": "10", "since": "2026-02-01", "form": "tablet", "daily": "yes"},
            {"name": "Vitamin D", "dose": "0.5"},
        ],
    ),
    "computed_date": ({"settings": {"amount": 2, "unit": "weeks"}}, {}, "2027-01-18"),
    "files": (
        {"settings": {"types": ["pdf", "jpeg"], "most_files": 2}},
        {"q": [FILE]},
        [
            {
                "id": FILE,
                "name": "letter.pdf",
                "type": "application/pdf",
                "size": 2048,
                "sha256": "0a" * 32,
            }
        ],
    ),
    "constant": ({"settings": {"value": "Pathway A"}}, {}, "Pathway A"),
}


def a_field(type_: str, **values: Any) -> FieldSpec:
    """Return a question of a type as it usually is, its key `q`, its label `The question`."""
    return FieldSpec(**{"key": "q", "type": type_, "label": "The question", **SAMPLES[type_][0], **values})


def a_form(*fields: FieldSpec) -> FormSpec:
    """Return a form with one step, called `step`."""
    return FormSpec(kind="any", title="Form", steps=(StepSpec("step", "Step", fields=fields),))


def post(field: FieldSpec, data: dict[str, Any], context: FormContext = CONTEXT) -> StepForm:
    """Return the form of a step with one question, bound to a POST."""
    spec = a_form(field)
    return build_form(spec.steps[0], spec=spec, context=context, answers={}, data=data)


def error_of(field: FieldSpec, data: dict[str, Any], context: FormContext = CONTEXT) -> tuple[str, str]:
    """Return the anchor and message of the only error of a POST."""
    form = post(field, data, context)
    assert not form.is_valid(), form.stored_answers()
    (link,) = form.error_links
    return link
