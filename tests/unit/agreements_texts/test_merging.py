"""Values are words within a clause: nothing that they hold becomes a field, a clause or a paragraph."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from agreements.texts.merging import FIELD, MERGE_FIELDS, NOT_GIVEN, MergeFieldMissing, fields_in, merged
from agreements.texts.spec import (
    DEFINITIONS,
    PARTIES,
    SECTION,
    ClauseSpec,
    DefinitionSpec,
    SectionSpec,
    TextSpec,
    from_json,
    sha256_of,
    to_json,
)
from tests.agreement_texts import VALUES

SPEC = TextSpec(
    title="{{programme_name}}: agreement",
    sections=(
        SectionSpec(
            PARTIES,
            "Parties",
            clauses=(
                ClauseSpec("", "", "Between:", 0),
                ClauseSpec("", "(1)", "{{organisation_name}} of {{ organisation_address }}"),
                ClauseSpec("", "(2)", "{{partner_name}}"),
            ),
        ),
        SectionSpec(
            DEFINITIONS, "Definitions", "1", definitions=(DefinitionSpec("Medicine", "{{product_name}}"),)
        ),
        SectionSpec(
            SECTION,
            "What {{partner_name}} does",
            "2",
            (ClauseSpec("all", "2.1", "{{partner_name}}{{product_name}}\n\n{{sponsor_name}}"),),
        ),
    ),
)
NASTY = st.one_of(
    st.text(max_size=60),
    st.lists(
        st.sampled_from(
            ["{", "}", "{{", "}}", "sponsor_name", "{{partner_name}}", "\n", "\n\n", "\r", " ", " "]
        )
    ).map("".join),
)


def shape(spec: TextSpec) -> list[tuple[str, str, int, list[tuple[str, int, int]]]]:
    """What a reader sees but for the words: parts, numbers, levels and paragraphs."""
    return [
        (
            section.kind,
            section.number,
            len(section.definitions),
            [(one.number, one.level, len(one.paragraphs())) for one in section.clauses],
        )
        for section in spec.sections
    ]


def test_every_field_is_replaced_wherever_it_stands():
    filled = merged(SPEC, VALUES)

    assert filled.title == "ExampleCare: agreement"
    assert (
        filled.sections[0].clauses[1].text
        == "Harbour Vale Hospitals NHS Trust of 1 Lighthouse Road, Harbour Vale"
    )
    assert filled.sections[1].definitions[0].meaning == "EXAMPLEX"
    assert filled.sections[2].title == "What Example Partner Limited does"
    assert not any(list(fields_in(text)) for text in filled.texts())


@given(st.dictionaries(st.sampled_from(sorted(MERGE_FIELDS)), NASTY))
def test_no_value_becomes_a_field_or_a_clause(nasty):
    values = {**VALUES, **nasty}

    filled = merged(SPEC, values)

    assert shape(filled) == shape(SPEC)
    assert not any("{" in text or "}" in text for text in filled.texts())
    assert not any(FIELD.search(text) for text in filled.texts())
    assert merged(filled, {}) == filled


@given(NASTY)
def test_a_value_is_one_line(value):
    text = merged(TextSpec("{{partner_name}}"), {"partner_name": value}).title

    assert text.splitlines() == [text]
    assert text == text.strip()
    assert text


@given(st.text(st.characters(categories=["L", "N"]), min_size=1))
def test_plain_words_are_printed_as_they_are(value):
    assert merged(TextSpec("{{partner_name}}"), {"partner_name": value}).title == value


@pytest.mark.parametrize("empty", ["", " ", "\n \n"])
def test_an_empty_value_is_said_to_be_not_given(empty):
    assert merged(TextSpec("At {{partner_name}}."), {"partner_name": empty}).title == f"At {NOT_GIVEN}."


@pytest.mark.parametrize(
    ("text", "value", "printed"),
    [
        ("We do {{partner_name}}.", "what we can.", "We do what we can."),
        ("We do {{partner_name}}. Then", "what we can.", "We do what we can. Then"),
        ("We do {{partner_name}}, then", "Co. Ltd.", "We do Co. Ltd., then"),
        ("We do {{partner_name}}.", ".", "We do .."),
    ],
)
def test_a_sentence_ends_once(text, value, printed):
    assert merged(TextSpec(text), {"partner_name": value}).title == printed


def test_a_value_that_the_agreement_does_not_have_is_refused():
    with pytest.raises(MergeFieldMissing, match="partner_name"):
        merged(SPEC, {key: value for key, value in VALUES.items() if key != "partner_name"})


def test_merging_leaves_the_text_itself_as_it_was():
    before = sha256_of(SPEC)
    merged(SPEC, VALUES)

    assert sha256_of(SPEC) == before


def test_a_text_survives_json_and_every_change_of_it_shows_in_the_hash():
    assert from_json(to_json(SPEC)) == SPEC
    assert re.fullmatch(r"[0-9a-f]{64}", sha256_of(SPEC))
    changed = (
        replace(SPEC, title="Other"),
        replace(SPEC, notice="Sample"),
        replace(SPEC, term_months=12),
        replace(SPEC, sections=SPEC.sections[:2]),
        replace(SPEC, sections=(SPEC.sections[1], SPEC.sections[0], SPEC.sections[2])),
    )
    assert len({sha256_of(one) for one in (SPEC, *changed)}) == 6
