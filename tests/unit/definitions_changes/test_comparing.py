"""Two versions compared: what was changed in an editor's words, and what takes a second approval."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forms.definitions.changes import changes_from_json, changes_to_json, compare
from forms.definitions.spec import (
    SHARE,
    WHEN,
    WITHHOLD,
    Check,
    Condition,
    FieldSpec,
    Option,
    RouteSpec,
    Rule,
    StepSpec,
)
from tests.unit.definitions_changes.specs import WITH_CARE, a_spec, disclosures, with_field, with_fields

BASE = a_spec()
CARE = BASE.field("care")
STRICTER = Rule(conditions=(*WITH_CARE.conditions, Condition("surname", "answered")))
NEW = FieldSpec("visit", "date", "Visit", required=False, disclosures=disclosures())


def reordered():
    first, last = BASE.steps
    return replace(BASE, steps=(replace(first, fields=tuple(reversed(first.fields))), last))


def moved_to_last():
    first, last = BASE.steps
    care, surname = first.fields
    return replace(
        BASE, steps=(replace(first, fields=(care,)), replace(last, fields=(*last.fields, surname)))
    )


SURNAME = BASE.field("surname")
ADDITIVE = [
    (
        with_field("surname", checks=(*SURNAME.checks, Check("longest", "40"))),
        "Check added: “Surname” must have 40 characters or fewer.",
    ),
    (replace(BASE, title="Question"), "The title changed from “Enquiry” to “Question”."),
    (replace(BASE, intro="Hello."), "The introduction changed from nothing to “Hello.”."),
    (with_field("surname", label="Family name"), "“Family name”: Reworded; it was “Surname”."),
    (with_field("surname", required=False), "“Surname”: May be left empty now."),
    (with_field("surname", help="As in the passport"), "Help changed from nothing to “As in the passport”."),
    (with_field("surname", settings={"max_length": 90}), "the longest answer from “80” to “90”"),
    (with_field("surname", show_when=WITH_CARE), "Asked when “Where?” is “At home”; it was asked always."),
    (with_field("care", options=(*CARE.options, Option("work", "At work"))), "Option “At work” added."),
    (with_field("care", options=tuple(reversed(CARE.options))), "The options stand in another order."),
    (with_field("surname", disclosures=disclosures(nurse=WITHHOLD)), "Nurse service: withheld; it was shared always."),
    (
        with_field("surname", disclosures=disclosures(nurse=WHEN)),
        "Nurse service: shared when “Where?” is “At home”; it was shared always.",
    ),
    (
        with_field(
            "town",
            disclosures=(disclosures()[0], replace(disclosures(homecare=WHEN)[1], when=STRICTER)),
        ),
        "when “Where?” is “At home” and “Surname” is answered",
    ),
    (with_fields(lambda one: one), ""),
    (reordered(), "“Surname”: Moved to the beginning of the step."),
    (moved_to_last(), "“Surname”: Moved here from the step “First”."),
    (replace(BASE, steps=(*BASE.steps, StepSpec("more", "More", fields=(NEW,)))), "Step “More”: Step added."),
    (
        replace(BASE, steps=(*BASE.steps, StepSpec("more", "More", fields=(NEW,)))),
        "“Visit”: Question added (Date, may be left empty). Nurse service: shared always; "
        "Homecare provider: withheld.",
    ),
]  # fmt: skip

CRITICAL = [
    (with_field("surname", checks=SURNAME.checks[:1]), "Check removed: Letters only."),
    (with_fields(lambda one: None if one.key == "surname" else one), "“Surname”: Question removed."),
    (with_field("surname", type="long_text"), "Type changed from “Short text” to “Long text”."),
    (with_field("surname", disclosures=disclosures(homecare=SHARE)), "Homecare provider: shared always; it was withheld."),
    (with_field("surname", disclosures=disclosures(homecare=WHEN)), "Homecare provider: shared when"),
    (
        with_field("town", disclosures=disclosures(homecare=SHARE)),
        "Homecare provider: shared always; it was shared when “Where?” is “At home”.",
    ),
    (
        with_field(
            "town",
            disclosures=(
                disclosures()[0],
                replace(
                    disclosures(homecare=WHEN)[1],
                    when=Rule("any", (*WITH_CARE.conditions, Condition("surname", "answered"))),
                ),
            ),
        ),
        "“At home” or “Surname” is answered",
    ),
    (with_field("care", options=CARE.options[:1]), "Option “At the clinic” removed."),
    (with_field("surname", settings={}), "the longest answer from “80” to nothing"),
    (with_field("consent", settings={"statement": "I have told nobody."}), "Changed the statement from"),
    (with_field("consent", required=False), "May be left empty now."),
    (with_field("consent", label="Agreement"), "Reworded; it was “Declaration”."),
    (replace(BASE, routes=()), "No longer sent: the document of “Nurse service”"),
    (replace(BASE, routes=(*BASE.routes, RouteSpec("homecare", "homecare"))), "Now sent: the document of “Homecare"),
    (replace(BASE, routes=(RouteSpec("nurse", "nurse", show_when=WITH_CARE),)), "Now sent"),
    (replace(BASE, audiences=BASE.audiences[:1]), "The recipients of documents are"),
    (replace(BASE, kind="other"), "The kind of form is “other”"),
    (replace(BASE, steps=BASE.steps[:1]), "Step “Last”: Step removed."),
    (
        replace(BASE, steps=(BASE.steps[0], replace(BASE.steps[1], show_when=WITH_CARE))),
        "Step “Last”: Shown when “Where?” is “At home”; it was shown always.",
    ),
]  # fmt: skip


def said(changes) -> str:
    return "\n".join(map(str, changes))


@pytest.mark.parametrize(("after", "sentence"), ADDITIVE)
def test_an_additive_change_is_said_and_takes_one_approval(after, sentence):
    changes = compare(BASE, after)

    assert sentence in said(changes)
    assert not [one for one in changes if one.critical]


@pytest.mark.parametrize(("after", "sentence"), CRITICAL)
def test_a_critical_change_is_said_and_takes_two_approvals(after, sentence):
    critical = [one for one in compare(BASE, after) if one.critical]

    assert sentence in said(critical)


def test_the_same_form_has_no_changes():
    assert compare(BASE, a_spec()) == ()


def test_a_first_version_is_critical():
    (change,) = compare(None, BASE)

    assert change.critical


def test_what_the_rules_of_a_kind_rely_on_changes_critically():
    after = with_field("surname", required=False)

    assert not compare(BASE, after)[0].critical
    assert compare(BASE, after, required=["surname"])[0].critical


def test_changes_are_kept_as_json():
    changes = compare(BASE, with_field("surname", type="long_text", label="Name"))

    assert changes_from_json(changes_to_json(changes)) == changes
