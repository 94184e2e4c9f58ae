"""Whatever compiles can be filled in, kept, printed and sent; whatever does not says why beside the question."""

from __future__ import annotations

import json
import random
import uuid
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings as configured, strategies as st

from directory.models import Partner
from forms.definitions.compile import sketch_against
from forms.definitions.conditions import applies
from forms.definitions.fields import field_type
from forms.definitions.fields.base import AnsweredFile
from forms.definitions.path import AppliedForm, apply
from forms.definitions.rechecking import recheck
from forms.definitions.spec import FieldSpec, FormSpec, from_json, sha256_of, to_json
from forms.documents.attachments import attachment_sections, attachments_of, files_of
from forms.documents.content import content_from_json, content_to_json
from forms.documents.disclosure import build_sections, disclose, disclosed_files
from forms.documents.pdf import render
from forms.submissions.legs import NoDestination, recipients_of
from forms.submissions.surroundings import Offer
from forms.uploads.models import Upload
from forms.uploads.reading import read_upload
from forms.uploads.services import destroy_removed, keep_sent
from tests.random_forms import PATTERNS, forms
from tests.unit.definitions.samples import CONTEXT
from tests.unit.definitions_compile import examples
from tests.unit.documents.samples import content
from tests.uploading import BY, Uploads, uploads_of_a_new_draft
from tests.walking import walk

PARTNERS = tuple(Partner(pk=uuid.uuid4(), name=role, role=role) for role in ("nurse", "homecare"))
OFFER = Offer(partners=PARTNERS, allowed=PARTNERS)


@pytest.fixture(autouse=True, scope="module")
def example_kind():
    examples.register_example_kind()
    yield
    examples.forget_example_kind()


@pytest.fixture(autouse=True)
def stored(settings: Any, tmp_path: Path) -> None:
    """Keep uploaded files apart from those of other tests."""
    folder = {"location": tmp_path, "base_url": None}
    files = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": folder}
    settings.STORAGES = {**settings.STORAGES, "documents": files}


@pytest.mark.django_db
@configured(
    max_examples=60,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        # Nothing of the programme changes, and each example begins a draft of its own.
        HealthCheck.function_scoped_fixture,
    ],
)
@given(form=forms(), seed=st.integers(0, 2**32))
def test_a_form_that_compiles_can_be_filled_in_kept_printed_and_sent(programme, now, form, seed):
    steps, routes = form
    sketch = sketch_against(examples.a_form(steps, routes), {}, patterns=PATTERNS)
    event("refused" if sketch.problems else "compiled")
    if sketch.problems:
        assert all(problem.path and problem.message for problem in sketch.problems), sketch.problems
        return
    spec = sketch.spec
    assert sha256_of(from_json(json.loads(json.dumps(to_json(spec))))) == sha256_of(spec)
    chance = random.Random(seed)
    uploads = uploads_of_a_new_draft(programme, chance, now=now)

    answers = walk(spec, context=CONTEXT, chance=chance, uploads=uploads)

    kept = json.loads(json.dumps(answers))
    applied = apply(spec, kept)
    assert applied.answers == answers
    assert recheck(spec=spec, context=uploads.known_to(CONTEXT, *spec.steps), applied=applied) == ()
    _printed_for_each_audience(spec, applied, seed)
    _sent(spec, applied)
    _files_kept(spec, applied, uploads)


def _printed_for_each_audience(spec: FormSpec, applied: AppliedForm, seed: int) -> None:
    for audience in spec.audiences:
        disclosed = disclose(applied, audience=audience.key)
        attached = attachments_of(disclosed_files(disclosed))
        shown = content(
            sections=(*build_sections(disclosed), *attachment_sections(attached)), attachments=attached
        )
        assert content_from_json(json.loads(json.dumps(content_to_json(shown)))) == shown
        # Drawing takes longest and knows nothing of forms: some of the documents will do.
        if seed % 4 == 0:
            assert render(shown, files_of(shown)).pages >= 1
        withheld, shared = (_decided(spec, audience.key, decision) for decision in ("withhold", "share"))
        received = {answer.key for one in disclosed for answer in one.answers}
        assert not withheld & received
        assert shared & applied.answers.keys() <= received
        assert {one.id for one in attached} == _file_ids(spec, applied, received)


def _decided(spec: FormSpec, audience: str, decision: str) -> set[str]:
    return {
        field.key
        for field in spec.fields()
        if field_type(field.type).collects
        and any(one.audience == audience and one.decision == decision for one in field.disclosures)
    }


def _file_ids(spec: FormSpec, applied: AppliedForm, keys: Collection[str]) -> set[str]:
    files = (one for field in spec.fields() if field.key in keys for one in _files(field, applied))
    return {one.id for one in files}


def _files(field: FieldSpec, applied: AppliedForm) -> tuple[AnsweredFile, ...]:
    return field_type(field.type).files(field, applied.answers.get(field.key))


def _files_kept(spec: FormSpec, applied: AppliedForm, uploads: Uploads) -> None:
    """Send the files of the answers: they stay with their bytes, and what was left over on the way goes."""
    answered = [one for field in spec.fields() for one in _files(field, applied)]
    event(f"files: {len(answered)}")
    draft_id = uploads.holder.draft_id
    keep_sent(draft_id=draft_id, files=answered, submission_id=uuid.uuid4(), by=BY, now=uploads.now)
    destroy_removed(uploads.now)
    left = Upload.objects.filter(draft_id=draft_id)
    assert {str(one.pk) for one in left if one.sent_at} == {one.id for one in answered}
    assert all(one.sent_at for one in left)
    for one in answered:
        data = read_upload(upload_id=uuid.UUID(one.id), sha256=one.sha256)
        assert len(data) == one.size


def _sent(spec: FormSpec, applied: AppliedForm) -> None:
    expected = {route.audience for route in spec.routes if applies(route.show_when, applied.facts)}
    if not expected:
        with pytest.raises(NoDestination):
            recipients_of(spec, applied, OFFER)
        return
    assert {one.audience.key for one in recipients_of(spec, applied, OFFER)} == expected
