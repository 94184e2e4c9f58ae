"""What holds of every type of question, whatever is posted and whatever was stored."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from django.http import QueryDict
from hypothesis import given, settings, strategies as st

from forms.definitions.fields import UnknownFieldType, all_field_types, field_type
from tests.unit.definitions.samples import CONTEXT, REAL_PATIENTS, SAMPLES, a_field, a_form, post

TYPES = [type_.name for type_ in all_field_types()]
COLLECTING = [type_.name for type_ in all_field_types() if type_.collects]
ASKED = [type_.name for type_ in all_field_types() if type_.asked]

# Near misses are likelier than noise to get past the first check.
words = st.sampled_from(
    [
        "",
        "yes",
        "no",
        "red",
        "nhs",
        "chi",
        "hc",
        "phone",
        "1",
        "01",
        "12",
        "31",
        "February",
        "2026",
        "1980",
        "9990000018",
        "0101010101",
        "LS1 4AP",
        "ZZ99 3VZ",
        "BFPO 1",
        "a@b.example",
        "020 7946 0018",
        "\x00",
        "\u202e",
        "é",
        "٣",
        "१",
        "²",
        "1e3",
        "-1",
        "%s",
        "{}",
        "�",
    ]
)
texts = st.one_of(words, st.text(max_size=60), st.text("0123456789 -+", max_size=14))
anything = st.one_of(
    texts,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.binary(max_size=20),
    st.lists(texts, max_size=4),
    st.dictionaries(texts, texts, max_size=3),
)
stored_anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), texts),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["kind", "value", "lines", "town", "postcode", "id", "label", "given", "how",
                             "on", "name", "job_title"]),
            inner,
        ),
    ),
    max_leaves=8,
)  # fmt: skip


def holds_together(field, stored):
    """What every stored answer promises to the floors above."""
    type_ = field_type(field.type)
    assert json.loads(json.dumps(stored)) == stored
    assert type_.fits(field, stored)
    lines, facts = type_.lines(field, stored), type_.facts(stored)
    assert lines
    assert isinstance(lines, tuple)
    assert all(isinstance(line, str) and line for line in lines)
    assert facts
    assert isinstance(facts, tuple)
    assert all(isinstance(fact, str) for fact in facts)


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=60, deadline=None)
@given(data=st.data(), context=st.sampled_from([CONTEXT, REAL_PATIENTS]), required=st.booleans())
def test_whatever_is_posted_gives_an_answer_or_an_error_and_never_raises(name, data, context, required):
    field = a_field(name, required=required)
    inputs = field_type(name).input_names(field)
    posted = data.draw(st.dictionaries(st.sampled_from(inputs), anything)) if inputs else {}

    form = post(field, posted, context)

    if form.is_valid():
        for stored in form.stored_answers().values():
            holds_together(field, stored)
            again = post(field, field_type(name).posted(field, stored), context)
            assert again.is_valid(), again.errors
            assert again.stored_answers() == {"q": stored}
    else:
        assert form.error_links
        assert all("required" not in message for _, message in form.error_links)
    assert bool("".join(str(question) for question in form.questions)) is not field_type(name).hidden


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_a_query_string_of_any_text_never_raises(name, data):
    field = a_field(name)
    posted = QueryDict(mutable=True)
    for key in field_type(name).input_names(field):
        posted.setlist(key, data.draw(st.lists(texts, max_size=3)))

    form = post(field, posted)

    assert form.is_valid() or form.error_links
    assert bool("".join(str(question) for question in form.questions)) is not field_type(name).hidden


@pytest.mark.parametrize("name", COLLECTING)
def test_a_good_answer_is_stored_printed_and_shown_again_unchanged(name):
    field = a_field(name)
    _, posted, stored = SAMPLES[name]
    type_ = field_type(name)

    form = post(field, posted)

    assert form.stored_answers() == {"q": stored}
    holds_together(field, stored)
    assert post(field, type_.posted(field, stored)).stored_answers() == {"q": stored}


@pytest.mark.parametrize("name", ASKED)
def test_an_optional_question_may_be_left_empty(name):
    form = post(a_field(name, required=False), {})

    assert form.stored_answers() == {}


@pytest.mark.parametrize("name", ASKED)
def test_a_required_question_left_empty_says_how_to_put_it_right(name):
    form = post(a_field(name), {})

    ((anchor, message),) = form.error_links
    assert "The question" in message
    assert message.split()[0] in {"Enter", "Choose", "Tick", "Type"}
    assert f'id="{anchor}"' in str(form.questions[0])


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=60, deadline=None)
@given(stored=stored_anything)
def test_whatever_was_stored_counts_as_an_answer_or_as_none_and_never_raises(name, stored):
    field, type_ = a_field(name), field_type(name)

    if type_.fits(field, stored):
        assert type_.lines(field, stored)
        assert type_.facts(stored)
    else:
        assert type_.lines(field, stored) == ()
    spec = a_form(field)
    form = post(field, type_.posted(field, stored))
    assert form.is_valid() or form.error_links
    assert spec.steps[0].fields == (field,)


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("size", [100_000, 2_000_000])
def test_a_huge_answer_is_refused(name, size):
    field = a_field(name)

    form = post(field, dict.fromkeys(field_type(name).input_names(field), "9" * size))

    assert not form.is_valid()


@pytest.mark.parametrize("name", TYPES)
def test_the_samples_have_sound_settings(name):
    assert list(field_type(name).setting_problems(a_field(name))) == []


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=30, deadline=None)
@given(
    values=st.dictionaries(
        st.sampled_from(["max_length", "earliest", "latest", "minimum_age", "role", "statement", "kinds",
                         "recipient", "free_text", "autocomplete", "unit", "decimals", "smallest", "largest",
                         "columns", "min_rows", "max_rows", "first_rows", "row_name", "base", "amount",
                         "direction", "value"]),
        st.one_of(texts, st.integers(), st.booleans(), st.lists(texts, max_size=2), st.none()),
    )
)  # fmt: skip
def test_settings_of_any_sort_are_reported_and_never_raise(name, values):
    field = replace(a_field(name), settings=values)

    problems = list(field_type(name).setting_problems(field))

    assert all(isinstance(problem, str) and problem.endswith(".") for problem in problems)
    form = post(field, SAMPLES[name][1])
    assert form.is_valid() or form.error_links


def test_every_type_has_its_own_name_and_a_sample():
    assert len(set(TYPES)) == len(TYPES) == 26
    assert set(TYPES) == set(SAMPLES)


def test_an_unknown_type_is_named():
    with pytest.raises(UnknownFieldType, match="hologram"):
        field_type("hologram")
