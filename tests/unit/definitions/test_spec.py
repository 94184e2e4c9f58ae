from __future__ import annotations

import json

from hypothesis import given, strategies as st

from forms.definitions.spec import (
    AudienceSpec,
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

word = st.text(max_size=8)
conditions = st.builds(Condition, word, word, st.lists(word, max_size=2).map(tuple))
rules = st.builds(Rule, st.sampled_from(["all", "any"]), st.lists(conditions, max_size=2).map(tuple))
disclosures = st.builds(Disclosure, word, st.sampled_from(["share", "withhold", "when"]), word, rules)
fields = st.builds(
    FieldSpec,
    key=word,
    type=word,
    label=word,
    help=word,
    required=st.booleans(),
    options=st.lists(st.builds(Option, word, word, word), max_size=2).map(tuple),
    show_when=rules,
    disclosures=st.lists(disclosures, max_size=2).map(tuple),
    settings=st.dictionaries(word, st.one_of(word, st.booleans(), st.integers(), st.lists(word)), max_size=2),
    companion_of=word,
)
steps = st.builds(StepSpec, word, word, word, rules, st.lists(fields, max_size=3).map(tuple))
forms = st.builds(
    FormSpec,
    kind=word,
    title=word,
    intro=word,
    steps=st.lists(steps, max_size=3).map(tuple),
    audiences=st.lists(st.builds(AudienceSpec, word, word), max_size=2).map(tuple),
    routes=st.lists(st.builds(RouteSpec, word, word, word, rules), max_size=2).map(tuple),
    what_happens_next=word,
)


@given(forms)
def test_a_form_read_back_from_json_is_the_same_form_with_the_same_hash(spec):
    data = json.loads(json.dumps(to_json(spec)))

    assert from_json(data) == spec
    assert sha256_of(from_json(data)) == sha256_of(spec)


@given(forms, forms)
def test_forms_that_differ_have_different_hashes(one, other):
    assert (sha256_of(one) == sha256_of(other)) is (one == other)


def test_steps_and_fields_are_found_by_key():
    field = FieldSpec(key="name", type="short_text", label="Name")
    spec = FormSpec(
        kind="any", title="Form", steps=(StepSpec("one", "One"), StepSpec("two", "Two", fields=(field,)))
    )

    assert spec.step("two").fields == (field,)
    assert spec.field("name") == field
    assert spec.step("three") is None
    assert spec.field("missing") is None
