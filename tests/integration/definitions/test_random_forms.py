"""Whatever compiles can be filled in, kept, printed and sent; whatever does not says why beside the question."""

from __future__ import annotations

import json
import random
import uuid

import pytest
from hypothesis import HealthCheck, event, given, settings, strategies as st

from directory.models import Partner
from forms.definitions.compile import sketch_against
from forms.definitions.conditions import applies
from forms.definitions.fields import field_type
from forms.definitions.path import apply
from forms.definitions.rechecking import recheck
from forms.definitions.spec import FormSpec, from_json, sha256_of, to_json
from forms.documents.content import content_from_json, content_to_json
from forms.documents.disclosure import build_sections, disclose
from forms.documents.pdf import render
from forms.submissions.legs import NoDestination, recipients_of
from forms.submissions.surroundings import Offer
from tests.random_forms import PATTERNS, forms
from tests.unit.definitions.samples import CONTEXT
from tests.unit.definitions_compile import examples
from tests.unit.documents.samples import content
from tests.walking import walk

PARTNERS = tuple(Partner(pk=uuid.uuid4(), name=role, role=role) for role in ("nurse", "homecare"))
OFFER = Offer(partners=PARTNERS, allowed=PARTNERS)


@pytest.fixture(autouse=True, scope="module")
def example_kind():
    examples.register_example_kind()
    yield
    examples.forget_example_kind()


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(form=forms(), seed=st.integers(0, 2**32))
def test_a_form_that_compiles_can_be_filled_in_kept_printed_and_sent(form, seed):
    steps, routes = form
    sketch = sketch_against(examples.a_form(steps, routes), {}, patterns=PATTERNS)
    event("refused" if sketch.problems else "compiled")
    if sketch.problems:
        assert all(problem.path and problem.message for problem in sketch.problems), sketch.problems
        return
    spec = sketch.spec
    assert sha256_of(from_json(json.loads(json.dumps(to_json(spec))))) == sha256_of(spec)

    answers = walk(spec, context=CONTEXT, chance=random.Random(seed))

    kept = json.loads(json.dumps(answers))
    applied = apply(spec, kept)
    assert applied.answers == answers
    assert recheck(spec=spec, context=CONTEXT, applied=applied) == ()
    _printed_for_each_audience(spec, applied, seed)
    _sent(spec, applied)


def _printed_for_each_audience(spec: FormSpec, applied, seed):
    for audience in spec.audiences:
        disclosed = disclose(applied, audience=audience.key)
        shown = content(sections=build_sections(disclosed))
        assert content_from_json(json.loads(json.dumps(content_to_json(shown)))) == shown
        # Drawing takes longest and knows nothing of forms: some of the documents will do.
        if seed % 4 == 0:
            assert render(shown).pages >= 1
        withheld = {
            field.key
            for field in spec.fields()
            if any(one.audience == audience.key and one.decision == "withhold" for one in field.disclosures)
        }
        assert not withheld & {answer.key for one in disclosed for answer in one.answers}
        shared = {
            field.key
            for field in spec.fields()
            if field_type(field.type).collects
            and field.key in applied.answers
            and any(one.audience == audience.key and one.decision == "share" for one in field.disclosures)
        }
        assert shared <= {answer.key for one in disclosed for answer in one.answers}


def _sent(spec: FormSpec, applied):
    expected = {route.audience for route in spec.routes if applies(route.show_when, applied.facts)}
    if not expected:
        with pytest.raises(NoDestination):
            recipients_of(spec, applied, OFFER)
        return
    assert {one.audience.key for one in recipients_of(spec, applied, OFFER)} == expected
