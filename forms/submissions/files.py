"""The files of a draft: whose they are, which of them its answers name, and what becomes of the others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from forms.definitions.context import FileState, FormContext, OfferedFile
from forms.definitions.fields import field_type
from forms.definitions.fields.base import AnsweredFile
from forms.definitions.fields.files import NAME
from forms.definitions.path import AppliedForm, apply
from forms.definitions.spec import Answers, FieldSpec, FormSpec
from forms.definitions.versions import spec_of
from forms.submissions.journey import Journey
from forms.submissions.models import Draft, Submission
from forms.submissions.pinned import pinned_spec
from forms.submissions.validation import StepProblem
from forms.submissions.work import Work
from forms.uploads.holding import Holder
from forms.uploads.offering import asks_for_files, offered_files
from forms.uploads.services import hand_over, keep_sent, purge_drafts, remove_uploads


@lru_cache(maxsize=64)
def takes_files(version_id: UUID) -> bool:
    """Say whether a version of a form asks for files at all."""
    return asks_for_files(tuple(pinned_spec(version_id).fields()))


def holder_of(draft: Draft) -> Holder:
    """Return a draft as the floor of files knows it."""
    return Holder(draft.pk, draft.programme_id, draft.organisation_id, draft.owner_id, draft.expires_at)


def with_files(context: FormContext, draft: Draft, fields: Iterable[FieldSpec]) -> FormContext:
    """Return the context with the files that were uploaded for some fields; where none takes files, ask nobody."""
    files = offered_files(draft.pk, tuple(fields))
    return replace(context, files=files) if files else context


def answered_files(applied: AppliedForm) -> tuple[AnsweredFile, ...]:
    """Return the files that the answers on the way name."""
    return tuple(
        file
        for step in applied.steps
        for field in step.fields
        for file in field_type(field.type).files(field, applied.answers.get(field.key))
    )


def sent_file_of(submission: Submission, file_id: UUID) -> AnsweredFile | None:
    """Return the file of a submission with this id, or None where its answers name no such file."""
    applied = apply(spec_of(submission.form_version), submission.answers)
    return next((one for one in answered_files(applied) if one.id == str(file_id)), None)


def without_hidden_files(draft: Draft, work: Work) -> Work:
    """Return the work without the files of questions that its answers no longer lead to."""
    if not takes_files(draft.form_version_id):
        return work
    spec = pinned_spec(draft.form_version_id)
    shown = apply(spec, work.answers).answers
    hidden = {key for key, _ in _file_answers(spec, work.answers)} - shown.keys()
    return replace(work, answers={key: kept for key, kept in work.answers.items() if key not in hidden})


def remove_dropped_files(draft: Draft, before: Work, after: Work, *, by: object, now: datetime) -> None:
    """Destroy the files that a draft's answers named before they were saved, and name no more."""
    if takes_files(draft.form_version_id):
        spec = pinned_spec(draft.form_version_id)
        dropped = _named(spec, before.answers) - _named(spec, after.answers)
        if dropped:
            remove_uploads(draft_id=draft.pk, ids=dropped, by=by, now=now)


def remove_unused(
    draft: Draft, known: Iterable[OfferedFile], answers: Answers, *, by: object, now: datetime
) -> None:
    """Destroy those of a page's known files that its saved answers do not name: taken off the list, or hidden."""
    spec = pinned_spec(draft.form_version_id)
    unused = {UUID(one.id) for one in known} - _named(spec, answers)
    if unused:
        remove_uploads(draft_id=draft.pk, ids=unused, by=by, now=now)


def purge_files(draft: Draft, *, by: object, now: datetime) -> None:
    """Destroy all files of a draft that ends unsent, inside the caller's audited block."""
    if takes_files(draft.form_version_id):
        purge_drafts([draft.pk], by=by, now=now)


def hand_over_files(draft: Draft, *, now: datetime) -> None:
    """Make a draft's files its new owner's, inside the caller's audited block."""
    if takes_files(draft.form_version_id) and draft.owner_id is not None:
        hand_over(draft_id=draft.pk, owner_id=draft.owner_id, now=now)


def keep_files(
    draft_id: UUID, submission: Submission, journey: Journey, *, by: object, now: datetime
) -> None:
    """Keep with a submission the files that it names, and destroy the others of its draft.

    :raises FilesNotReady: one of them is not known to be clean.
    """
    if takes_files(submission.form_version_id):
        files = answered_files(journey.applied)
        keep_sent(draft_id=draft_id, files=files, submission_id=submission.pk, by=by, now=now)


def file_problems(journey: Journey, context: FormContext) -> tuple[StepProblem, ...]:
    """Say which answered files cannot be sent; softly, and by their names alone, which are being checked still."""
    return tuple(_file_problems(journey, context))


def _file_problems(journey: Journey, context: FormContext) -> Iterator[StepProblem]:
    offered = {one.id: one for one in context.files}
    for stop in journey.stops:
        for field in stop.step.fields:
            for file in field_type(field.type).files(field, journey.applied.answers.get(field.key)):
                known = offered.get(file.id)
                if known is None:
                    message = f"A file of “{field.label}” is no longer here. Choose it again"
                    yield StepProblem(stop.key, field.key, message)
                elif known.state == FileState.INFECTED:
                    message = (
                        f"“{file.name}” held a virus and was destroyed. Remove it and choose a clean file"
                    )
                    yield StepProblem(stop.key, field.key, message)
                elif known.state == FileState.WAITING:
                    yield StepProblem(stop.key, field.key, file.name, soft=True)


def _file_answers(spec: FormSpec, answers: Answers) -> Iterator[tuple[str, tuple[AnsweredFile, ...]]]:
    for field in spec.fields():
        if field.type == NAME and field.key in answers:
            yield field.key, field_type(NAME).files(field, answers[field.key])


def _named(spec: FormSpec, answers: Answers) -> set[UUID]:
    return {UUID(file.id) for _, files in _file_answers(spec, answers) for file in files}
