"""What an editor wrote is numbered and frozen, or everything that stands in the way is said."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from agreements.kinds import Kind
from agreements.particulars.contract import REQUIREMENTS, answers_in_text
from agreements.particulars.kinds import ALL
from agreements.texts.compile import MUST_MENTION, TextCompileFailed, compile_text, merge_fields_of
from agreements.texts.merging import merged
from agreements.texts.models import AgreementText, TextVersion
from agreements.texts.source import letters
from tests.agreement_texts import BODY, PARTICULARS, PARTIES, VALUES, a_section, definitions


def version(*body, title="Service level agreement", kind=Kind.SLA, term_months=24, is_sample=False):
    return TextVersion(
        text=AgreementText(kind=kind),
        title=title,
        body=json.dumps(list(body)),
        term_months=term_months,
        is_sample=is_sample,
    )


def problems(*body, **values):
    with pytest.raises(TextCompileFailed) as failed:
        compile_text(version(*body, **values))
    return {one.path: str(one) for one in failed.value.problems}


def with_section(*clauses, **values):
    return problems(PARTIES, a_section("Delivery", *clauses), PARTICULARS, **values)


def test_sections_clauses_and_sub_clauses_are_numbered():
    spec = compile_text(
        version(
            PARTIES,
            definitions(Programme="{{programme_name}}"),
            a_section(
                "Delivery", "First.", {"text": "Second:", "sub_clauses": [{"text": "one;"}, {"text": "two."}]}
            ),
            PARTICULARS,
            a_section("Notices", "In writing."),
        )
    )

    assert [(one.kind, one.number, one.title) for one in spec.sections] == [
        ("parties", "", "Parties"),
        ("definitions", "1", "Definitions"),
        ("section", "2", "Delivery"),
        ("particulars", "", "Particulars"),
        ("section", "3", "Notices"),
    ]
    assert [(one.number, one.level) for one in spec.sections[2].clauses] == [
        ("2.1", 1),
        ("2.2", 1),
        ("2.2(a)", 2),
        ("2.2(b)", 2),
    ]
    assert [(one.number, one.level) for one in spec.sections[0].clauses] == [("", 0), ("(1)", 1), ("(2)", 1)]


def test_a_reference_follows_its_clause_when_numbers_move():
    clauses = ("See clause {{clause:exit}}.", {"text": "Either party may end it.", "key": "exit"})
    first = compile_text(version(PARTIES, a_section("Term", *clauses), PARTICULARS))
    moved = compile_text(version(PARTIES, a_section(), a_section("Term", "New.", *clauses), PARTICULARS))

    assert first.sections[1].clauses[0].text == "See clause 1.2."
    assert moved.sections[2].clauses[1].text == "See clause 2.3."


def test_a_sample_says_so_in_its_title_and_by_a_notice():
    sample = compile_text(version(*BODY, is_sample=True))
    real = compile_text(version(*BODY))

    assert sample.title == "Service level agreement (sample text)"
    assert sample.notice == "Sample text: to be replaced by the owner’s lawyers"
    assert (real.title, real.notice) == ("Service level agreement", "")


def test_a_compiled_text_merges_with_every_field_of_its_kind():
    answers = {f"answer_{one.key}": "As answered" for one in answers_in_text(Kind.SLA)}
    every = " ".join(f"{{{{{name}}}}}" for name in merge_fields_of(Kind.SLA))

    spec = compile_text(version(PARTIES, a_section("All", every), PARTICULARS))

    assert "{" not in merged(spec, {**VALUES, **answers}).sections[1].clauses[0].text


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("By {{nobody}}.", "There is no merge field “nobody”."),
        ("By {{answer_lead_clinician_name}}.", "There is no merge field “answer_lead_clinician_name”."),
        ("By {{partner_name}.", "The braces are broken"),
        ("By {partner_name}.", "The braces are broken"),
        ("By {{{partner_name}}}.", "The braces are broken"),
        ("By {{Partner Name}}.", "The braces are broken"),
        ("By {{}}.", "The braces are broken"),
        ("See {{clause:nowhere}}.", "No clause has the key “nowhere”"),
        ("See {{clause:}}.", "No clause has the key “”"),
        ("Executed as a deed.", "The word “deed” cannot be used"),
        ("This DEED of gift.", "The word “deed” cannot be used"),
        ("Deeds are kept.", "The word “deed” cannot be used"),
        ("", "Write the clause, or remove it."),
        (" \n ", "Write the clause, or remove it."),
    ],
)
def test_what_is_wrong_in_a_clause_is_said_with_its_place(text, message):
    found = with_section("Right.", text)

    assert list(found) == [("body", 1, "clauses", 1, "text")]
    assert found["body", 1, "clauses", 1, "text"].startswith(f"Section 1 “Delivery”, clause 1.2: {message}")


@pytest.mark.parametrize("text", ["Indeed.", "It proceeded.", "Misdeeds are told."])
def test_words_that_only_hold_deed_are_no_problem(text):
    compile_text(version(PARTIES, a_section("Delivery", text), PARTICULARS))


def test_sub_clauses_titles_and_definitions_are_checked_too():
    found = problems(
        PARTIES,
        definitions(Deed="{{nobody}}", Empty=""),
        a_section("{{nobody}}", {"text": "All:", "sub_clauses": [{"text": "{{nobody}}"}, {"text": ""}]}),
        PARTICULARS,
        title="The {{nobody}}",
    )

    assert set(found) == {
        ("title",),
        ("body", 1, "definitions", 0, "term"),
        ("body", 1, "definitions", 0, "meaning"),
        ("body", 1, "definitions", 1, "meaning"),
        ("body", 2, "title"),
        ("body", 2, "clauses", 0, "sub_clauses", 0, "text"),
        ("body", 2, "clauses", 0, "sub_clauses", 1, "text"),
    }
    assert "clause 2.1(a)" in found["body", 2, "clauses", 0, "sub_clauses", 0, "text"]


def test_the_same_key_or_term_twice_is_refused():
    keyed = [
        {"text": "One.", "key": "same"},
        {"text": "Two.", "key": "same"},
        {"text": "Three.", "key": "Not So"},
    ]
    assert set(with_section(*keyed)) == {("body", 1, "clauses", index, "key") for index in range(3)}

    twice = definitions(Programme="one", PROGRAMME="two")
    found = problems(PARTIES, twice, a_section(), PARTICULARS)
    assert set(found) == {("body", 1, "definitions", index, "term") for index in range(2)}


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ([PARTIES, a_section()], "Mark where the particulars are printed."),
        ([PARTIES, a_section(), PARTICULARS, PARTICULARS], "Mark only one place"),
        ([PARTIES, PARTIES, a_section(), PARTICULARS], "Say only once who the parties are."),
        ([a_section("Parties", "{{organisation_name}} {{partner_name}} {{programme_name}}"), PARTICULARS],
         "Add the part that says who the parties are."),
        ([PARTIES, PARTICULARS], "Add at least one section"),
    ],
)  # fmt: skip
def test_the_parts_that_every_text_needs(body, message):
    assert message in problems(*body)["body",]


def test_empty_parts_are_refused():
    empty = {"type": "section", "value": {"title": "", "clauses": []}}
    none = {"type": "definitions", "value": {"title": "Definitions", "definitions": []}}

    assert set(problems(PARTIES, none, a_section(), empty, PARTICULARS, title=" ")) == {
        ("title",),
        ("body", 1, "definitions"),
        ("body", 3, "title"),
        ("body", 3, "clauses"),
    }


@pytest.mark.parametrize("kind", list(Kind))
def test_a_text_mentions_what_its_kind_must(kind):
    with pytest.raises(TextCompileFailed) as failed:
        compile_text(version(_parties("Nobody."), a_section(), PARTICULARS, kind=kind))

    said = str(failed.value)
    assert {"organisation_name", "partner_name"} <= set(MUST_MENTION[kind])
    assert all(f"{{{{{name}}}}}" in said for name in MUST_MENTION[kind])


def _parties(introduction):
    return {"type": "parties", "value": {"title": "Parties", "introduction": introduction, "parties": []}}


@pytest.mark.parametrize("name", ["expiry_date", "term_months"])
def test_a_text_that_speaks_of_its_term_has_one(name):
    text = f"Until {{{{{name}}}}}."
    compile_text(version(PARTIES, a_section("Term", text), PARTICULARS))

    assert "needs a term" in "".join(with_section(text, term_months=None).values())


def test_problems_come_in_the_order_of_the_text():
    with pytest.raises(TextCompileFailed) as failed:
        compile_text(version(PARTIES, a_section("A", "ok", ""), a_section("B", ""), title=""))

    places = [tuple(part for part in one.path if isinstance(part, int)) for one in failed.value.problems]
    assert places == sorted(places)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {
                "type": st.sampled_from(["section", "parties", "definitions", "particulars"]),
                "value": st.dictionaries(
                    st.sampled_from(["title", "clauses", "definitions", "parties", "introduction"]), JSON
                ),
            }
        ),
        max_size=4,
    )
)
def test_no_stored_body_breaks_the_compiler(body):
    with suppress(TextCompileFailed):
        compile_text(version(*body))


def test_sub_clauses_go_on_after_z():
    assert [letters(number) for number in (1, 26, 27, 52, 53)] == ["a", "z", "aa", "az", "ba"]


def test_each_kind_of_agreement_has_its_particulars():
    by_key = {kind.key: kind for kind in ALL}

    assert set(by_key) == {"agreement_offer", "agreement_authorisation", "agreement_sla"}
    for kind in by_key.values():
        assert [one.key for one in kind.audiences] == ["parties"]
        assert (kind.namespace, kind.listed, kind.shared, kind.safety_questions) == (
            "particulars",
            False,
            True,
            False,
        )
        keys = [one.key for one in kind.requirements]
        assert len(keys) == len(set(keys))
    assert {tuple(kind.requirements) for kind in by_key.values()} == set(REQUIREMENTS.values())
