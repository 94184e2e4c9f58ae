"""Submissions in bulk for the desk's figures: a form of the peer's 40 questions, answered as the peer's are."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Permission

from accounts.models import User
from directory.models import Organisation
from forms.definitions import kinds
from forms.definitions.kinds import FormKind
from forms.definitions.models import Form, FormVersion
from forms.definitions.spec import AudienceSpec, FieldSpec, FormSpec, Option, StepSpec, sha256_of, to_json
from forms.submissions.models import Draft, Submission
from programme.models import Programme
from tests import builders
from tests.bench.peer.fields import KINDS
from tests.signing_in import with_second_factor
from vault.envelope import seal

AT_ONCE = 2_000
TEXT = "Two sentences of text. They say nothing about anybody."
# The type of a question as the peer calls it, as we do, and an answer as it is stored.
OURS: dict[str, tuple[str, Any]] = {
    "singleline": ("short_text", "An answer of some words"),
    "email": ("email", "robin@harbour.invalid"),
    "multiline": ("long_text", TEXT),
    "date": ("date", "2027-01-04"),
    "radio": ("yes_no", "yes"),
    "checkboxes": ("checkboxes", ["one"]),
    "dropdown": ("select", "two"),
    "checkbox": ("declaration", True),
}
OPTIONS = (Option("one", "One"), Option("two", "Two"), Option("three", "Three"))


class BenchEnquiry(FormKind):
    """A kind without rules and without patients."""

    key = "bench_enquiry"
    label = "Bench enquiry"
    audiences = (AudienceSpec("team", "Own copy"),)
    holds_patients = False


kinds.register(BenchEnquiry())


def a_desk(*, now: datetime) -> tuple[FormVersion, User]:
    """Return a form that is published and somebody of the desk who may read and export its answers."""
    programme = builders.a_programme()
    builders.an_organisation(programme)
    person = with_second_factor(builders.a_user(email="desk@bench.invalid", is_staff=True))
    rights = ["access_admin", "view_submission", "handle_submission", "export_submission", "read_answers"]
    person.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return _a_version(programme, person, now), User.objects.get(pk=person.pk)


def _a_version(programme: Programme, by: User, now: datetime) -> FormVersion:
    fields = tuple(
        FieldSpec(f"question_{number}", OURS[kind][0], f"Question {number}", options=OPTIONS)
        for number, kind in enumerate(KINDS)
    )
    spec = FormSpec(BenchEnquiry.key, "Bench", steps=(StepSpec("all", "All", fields=fields),))
    form = Form.objects.create(programme=programme, kind=spec.kind, slug="bench", title="Bench", live=True)
    return FormVersion.objects.create(
        form=form, number=1, spec=to_json(spec), sha256=sha256_of(spec), published_at=now, published_by=by
    )


def fill(version: FormVersion, by: User, *, count: int, first: int, now: datetime) -> None:
    """Store submissions number `first` to `count`, ten of each second."""
    organisation = Organisation.objects.get()
    answers = {f"question_{number}": OURS[kind][1] for number, kind in enumerate(KINDS)}
    example = Submission(pk=uuid.uuid4())
    plaintext = type(example).__dict__["answers"].encode(answers)
    for start in range(first, count, AT_ONCE):
        drafts, made = [], []
        for number in range(start, min(start + AT_ONCE, count)):
            at = now - timedelta(days=300) + timedelta(seconds=number // 10)
            draft = Draft(
                programme_id=organisation.programme_id, organisation=organisation, owner=by,
                form_version=version, state=Draft.State.SUBMITTED, created_at=at, updated_at=at,
                expires_at=at + timedelta(days=28),
            )  # fmt: skip
            one = Submission(
                draft=draft, reference=f"EC-{number:08d}", programme_id=organisation.programme_id,
                organisation=organisation, form_version=version, submitted_by=by, submitted_at=at,
                outcome=Submission.Outcome.DELIVERED, settled_at=at, notified_at=at,
            )  # fmt: skip
            context = f"{Submission._meta.label_lower}.answers_sealed:{one.pk}"
            one.answers_sealed = seal(plaintext, context=context)
            drafts.append(draft)
            made.append(one)
        Draft.objects.bulk_create(drafts)
        Submission.objects.bulk_create(made)
