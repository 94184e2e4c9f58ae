"""Random forms as editors might leave them: most of them sound, some with a mistake."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from forms.definitions import checks, conditions
from forms.definitions.fields import all_field_types, field_type
from forms.definitions.fields.base import Compared
from forms.definitions.fields.files import FILE_TYPES, MOST_FILES
from forms.definitions.patterns import PatternText
from tests.unit.definitions.samples import COLUMNS
from tests.unit.definitions_compile.examples import options, rule, step

PATTERNS = {"ward": PatternText("[A-Z]{2}[0-9]", "Enter a ward code such as AB1")}
# Files take the longest way through the product, so they are asked for more often than the others.
TYPES = [*sorted(type_.name for type_ in all_field_types()), *["files"] * 5]
COLOURS = ("red", "blue", "green")

VALUES: dict[Compared, tuple[str, ...]] = {
    Compared.TEXT: ("Sam", "hay fever"),
    Compared.CHOICE: ("red", "blue", "mauve"),
    Compared.SEVERAL: COLOURS,
    Compared.DATE: ("2027-01-04", "2027-03-01"),
    Compared.TIME: ("09:30", "14:00"),
    Compared.NUMBER: ("5", "2", "12"),
    Compared.PRESENCE: ("x",),
}
OWN_VALUES: dict[str, tuple[str, ...]] = {
    "yes_no": ("yes", "no"),
    "health_number": ("nhs", "chi"),
    "permission": ("phone", "writing"),
    "constant": ("A",),
    "radios": ("red", "blue"),
    "select": ("red", "blue", "green"),
}
BY_SORT: dict[Compared, tuple[str, ...]] = {
    Compared.TEXT: ("equals", "not_equals", "contains_words"),
    Compared.CHOICE: ("equals", "not_equals", "one_of"),
    Compared.SEVERAL: ("equals", "contains", "not_equals"),
    Compared.DATE: ("before", "after", "equals"),
    Compared.TIME: ("before", "after"),
    Compared.NUMBER: ("at_least", "at_most", "equals"),
    Compared.PRESENCE: (),
}
SETTINGS: dict[str, dict[str, Any]] = {
    "radios": {"options": options(*COLOURS)},
    "checkboxes": {"options": options(*COLOURS)},
    "select": {"options": options("red"), "option_lines": "blue = Blue\ngreen = Green"},
    "partner": {"role": "homecare"},
    "permission": {"recipient": "the nurse service"},
    "declaration": {"statement": "I have checked this."},
    "number": {"smallest": "1", "largest": "40", "unit": "kg"},
    "rows": {"columns": COLUMNS, "max_rows": 3},
    "constant": {"value": "A"},
}
CHECKS: dict[Compared, tuple[dict[str, str], ...]] = {
    Compared.TEXT: (
        {"kind": checks.SHORTEST, "value": "2"},
        {"kind": checks.LONGEST, "value": "30"},
        {"kind": checks.PATTERN, "pattern": "ward"},
        {"kind": checks.PATTERN, "pattern": "gone"},
    ),
    Compared.NUMBER: ({"kind": checks.SMALLEST, "value": "3"}, {"kind": checks.LARGEST, "value": "few"}),
    Compared.DATE: (
        {"kind": checks.LATEST, "value": "today+365"},
        {"kind": checks.EARLIEST, "value": "2026-12-30"},
    ),
    Compared.TIME: ({"kind": checks.EARLIEST, "value": "08:00"},),
}


@st.composite
def forms(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the steps and routes of a random form of the example kind, as its StreamFields hold them."""
    asked: list[tuple[str, str]] = []
    steps, count = [], 0
    for number in range(draw(st.integers(1, 4))):
        opening = draw(_rules(asked)) if number else None
        questions = [] if number else [_question(draw, "short_text", "surname", asked, plain=True)]
        for _ in range(draw(st.integers(0 if number == 0 else 1, 5))):
            count += 1
            key = f"q{count}"
            questions.append(_question(draw, draw(st.sampled_from(TYPES)), key, asked))
        steps.append(step(f"step{number}", *questions, **({"show_when": opening} if opening else {})))
    routes = [
        {"type": "route", "value": {"audience": audience, "role": audience, "show_when": draw(_rules(asked))}}
        for audience in draw(
            st.lists(st.sampled_from(["nurse", "homecare"]), min_size=1, max_size=2, unique=True)
        )
    ]
    return steps, routes


def _question(
    draw: st.DrawFn, type_: str, key: str, asked: list[tuple[str, str]], *, plain: bool = False
) -> dict[str, Any]:
    value: dict[str, Any] = {"key": key, "label": key.capitalize(), **SETTINGS.get(type_, {})}
    known = field_type(type_)
    if known.collects:
        value["disclosures"] = [
            {"audience": "nurse", "decision": "share", "purpose": "To call"},
            draw(_disclosure(asked)),
        ]
    if type_ == "information":
        value["text"] = "Read this."
    if not plain and known.name != "constant":
        value["show_when"] = draw(_rules(asked))
    if known.asked and not plain:
        value["required"] = draw(st.booleans())
        value["checks"] = draw(_checks(known.compared, asked)) if type_ in (
            "short_text", "long_text", "number", "date", "time"
        ) else []  # fmt: skip
    if type_ == "files":
        value["types"] = draw(st.lists(st.sampled_from(sorted(FILE_TYPES)), unique=True, min_size=1))
        # Now and then more than a question takes.
        value |= {
            "most_files": draw(st.sampled_from([1, 2, 3, 3, 2, 1, 1, MOST_FILES + 1])),
            "most_megabytes": 1,
        }
    if type_ == "computed_date":
        days = [other for other, of in asked if field_type(of).compared == Compared.DATE]
        value |= {
            "amount": draw(st.integers(0, 40)),
            "unit": draw(st.sampled_from(["days", "weeks", "months"])),
        }
        value["base"] = draw(st.sampled_from(["", *days]))
    # Now and then a mistake: a condition on a text that nobody answers.
    if known.collects or draw(st.integers(0, 9)) == 0:
        asked.append((key, type_))
    return {"type": type_, "value": value}


def _disclosure(asked: list[tuple[str, str]]) -> st.SearchStrategy[dict[str, Any]]:
    withheld = {"audience": "homecare", "decision": "withhold", "purpose": ""}

    def decided(when: dict[str, Any]) -> dict[str, Any]:
        # What compares with an answer nobody gave lets nothing out, and no condition is no decision.
        silent = any(one["operator"] == conditions.NOT_EQUALS for one in when["conditions"])
        if silent or not when["conditions"]:
            return withheld
        return {"audience": "homecare", "decision": "when", "purpose": "To deliver", "when": when}

    return st.one_of(st.just(withheld), _rules(asked).map(decided))


@st.composite
def _rules(draw: st.DrawFn, asked: list[tuple[str, str]]) -> dict[str, Any]:
    found = []
    for _ in range(draw(st.sampled_from([0, 0, 0, 1, 1, 2]))):
        if not asked:
            break
        key, type_ = draw(st.sampled_from(asked))
        sort = field_type(type_).compared
        operator = draw(st.sampled_from([*BY_SORT[sort], conditions.ANSWERED]))
        possible = OWN_VALUES.get(type_, VALUES[sort])
        value = "" if operator == conditions.ANSWERED else draw(st.sampled_from(possible))
        found.append((key, operator, value))
    return rule(*found, match=draw(st.sampled_from(["all", "any"])))


@st.composite
def _checks(draw: st.DrawFn, sort: Compared, asked: list[tuple[str, str]]) -> list[dict[str, str]]:
    found = [draw(st.sampled_from(CHECKS[sort]))] if draw(st.integers(0, 3)) == 0 else []
    # With a limit of its own it could contradict what it is compared with.
    others = (
        []
        if found
        else [key for key, type_ in asked if field_type(type_).compared == sort and type_ != "rows"]
    )
    if others and sort in (Compared.DATE, Compared.NUMBER) and draw(st.integers(0, 3)) == 0:
        kind = checks.NOT_BEFORE if sort == Compared.DATE else checks.AT_LEAST
        found.append({"kind": kind, "field": draw(st.sampled_from(others)), "value": ""})
    return found
