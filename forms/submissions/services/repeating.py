"""Start another form like one that was sent, without the patient's part."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from accounts.permissions import person_of
from audit.trail import audited, record
from forms.definitions.kinds import kind_of
from forms.definitions.versions import live_version, spec_of
from forms.submissions.models import Draft, Submission
from forms.submissions.refusals import Refusal
from forms.submissions.repeating import about_the_team
from forms.submissions.services.drafts import NotTheOwner, StartRefused, start_draft
from forms.submissions.work import Work, work_to_json


def start_another(*, like: Submission, by: User, now: datetime) -> Draft:
    """Begin the form as it is now, with what a sent one says of the team and the organisation; nothing else.

    Who sent it is copied for the same person only: a colleague's own profile is offered instead. No page
    counts as done: each is looked at before the form can be sent.

    :raises NotTheOwner: `by` does not belong to its organisation; StartRefused.
    """
    organisation = like.organisation
    if organisation is None or organisation.pk not in person_of(by).organisation_ids:
        raise NotTheOwner("Only members of its organisation start another form like one that was sent.")
    sent_with = like.form_version
    version = live_version(sent_with.form)
    if version is None:
        raise StartRefused((Refusal(f"“{spec_of(sent_with).title}” is closed, so no other can be started."),))
    spec = spec_of(version)
    copied = about_the_team(
        spec,
        like.answers,
        sent_with=spec_of(sent_with),
        kind=kind_of(spec.kind),
        by_the_sender=like.submitted_by_id == by.pk,
    )
    with audited(at=now):
        draft = start_draft(form_version=version, organisation=organisation, owner=by, now=now)
        draft.work = work_to_json(Work(answers=copied))
        draft.save(update_fields=["work_sealed"])
        record(
            "draft.begun_like",
            actor=by,
            subject=draft,
            programme=draft.programme_id,
            organisation=organisation.pk,
            detail={"reference": like.reference, "answers": len(copied)},
        )
    return draft
