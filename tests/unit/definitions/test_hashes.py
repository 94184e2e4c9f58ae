"""What a version's content is called never changes by what forms learn later."""

from __future__ import annotations

from forms.definitions.spec import (
    AudienceSpec,
    Check,
    Condition,
    Disclosure,
    FieldSpec,
    FormSpec,
    Option,
    RouteSpec,
    Rule,
    StepSpec,
    from_json,
    sha256_of,
    to_json,
)

FIELD = FieldSpec(
    key="mode",
    type="radios",
    label="How?",
    options=(Option("home", "At home"), Option("phone", "By phone")),
    show_when=Rule("any", (Condition("surname", "equals", ("x",)),)),
    disclosures=(
        Disclosure("nurse", "when", "To call", Rule(conditions=(Condition("surname", "answered"),))),
    ),
    settings={"max_length": 20},
)
FORM = FormSpec(
    kind="any",
    title="Form",
    steps=(StepSpec("one", "One", fields=(FIELD,)),),
    audiences=(AudienceSpec("nurse", "Nurse service"),),
    routes=(RouteSpec("nurse", "nurse"),),
)
# Computed before checks were added to the specification.
KNOWN = "5c91dc2d5057ddb7b2e114c7cebb10ed844988ba5bbfe2d1fde62ff6d117303b"


def test_a_form_that_uses_nothing_new_keeps_its_hash():
    assert sha256_of(FORM) == KNOWN
    assert "checks" not in to_json(FORM)["steps"][0]["fields"][0]


def test_a_form_with_a_check_has_another_hash_and_reads_back():
    checked = FormSpec(
        kind="any",
        title="Form",
        steps=(
            StepSpec("one", "One", fields=(FieldSpec("a", "date", "A", checks=(Check("latest", "today"),)),)),
        ),
    )

    assert from_json(to_json(checked)) == checked
    assert to_json(checked)["steps"][0]["fields"][0]["checks"][0]["value"] == "today"
