"""Send a form: one transaction in which the submission, its documents and its deliveries come to be, or none."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from audit.trail import audited, record
from forms.definitions.kinds import SubmittedEvent
from forms.definitions.models import FormVersion
from forms.definitions.spec import ANYONE
from forms.definitions.versions import live_version, spec_of
from forms.submissions.carrying.successors import successor_of
from forms.submissions.duplicates import Earlier
from forms.submissions.files import keep_files
from forms.submissions.models import Draft, Submission
from forms.submissions.owning import Filler, actor_of, may_send
from forms.submissions.reference import new_reference
from forms.submissions.services.checking import AnswersInvalid, Checked, check
from forms.submissions.services.drafts import DraftClosed, NotTheOwner, close
from forms.submissions.services.packing import make_documents
from forms.submissions.surroundings import with_organisation
from forms.submissions.visitors.identity import Visitor
from programme.current import programme_by_key

__all__ = [
    "AnswersInvalid",
    "ChangedSinceChecked",
    "FormClosed",
    "ProbableDuplicate",
    "VersionEnded",
    "submit",
]


class ChangedSinceChecked(Exception):
    """The answers changed after they were shown for checking: they must be read again."""


class ProbableDuplicate(Exception):
    """The organisation registered this patient before; sending needs a clear yes."""

    def __init__(self, earlier: tuple[Earlier, ...]) -> None:
        super().__init__("This patient was registered before.")
        self.earlier = earlier


class VersionEnded(Exception):
    """The draft's version can no longer be sent: it moves to the live one first."""


class FormClosed(Exception):
    """The form takes nothing from visitors any more: it was closed, or opened to members only."""


def submit(
    *, draft: Draft, by: Filler, revision: int, now: datetime, accept_duplicate: bool = False
) -> Submission:
    """Send a draft and return its submission; nothing is drawn or sent inside.

    `revision` is the draft's when its answers were shown for checking. Sending twice returns the first
    submission.

    :raises NotTheOwner, DraftClosed, FormClosed (to visitors), VersionEnded, ChangedSinceChecked, AnswersInvalid,
        NoDestination, LegRefused, FilesNotReady, ProbableDuplicate, SubmissionRefused (by the kind): nothing was sent, and
        the draft is as it was.
    """
    if not may_send(draft, by):
        raise NotTheOwner("Only the person who started a draft sends it.")
    with audited(at=now):
        current = _locked(draft)
        # Idempotent: a double click, Back or a retry finds what the first one made.
        if current.state == Draft.State.SUBMITTED:
            return Submission.objects.get(draft=current)
        if not current.is_open_at(now):
            raise DraftClosed("This draft can no longer be sent.")
        if isinstance(by, Visitor) and not _open_to_visitors(current.form_version):
            raise FormClosed("This form was closed while you filled it in. Nothing can be sent with it.")
        if successor_of(current.form_version_id, now) is not None:
            raise VersionEnded("This version of the form can no longer be sent.")
        if current.revision != revision:
            raise ChangedSinceChecked("The answers were changed after you checked them.")
        checked = check(current, by=by, today=timezone.localdate(now))
        if checked.matches.own and not accept_duplicate:
            raise ProbableDuplicate(checked.matches.own)
        submission = _store(current, checked, by, now)
        keep_files(draft.pk, submission, checked.journey, by=actor_of(by), now=now)
        make_documents(submission, checked, now)
        close(current, Draft.State.SUBMITTED, now)
        _announce(submission, checked, by, now)
    return submission


def _locked(draft: Draft) -> Draft:
    current = Draft.objects.select_for_update().get(pk=draft.pk)
    current.programme = programme_by_key(current.programme_id)
    return with_organisation(current)


def _open_to_visitors(version: FormVersion) -> bool:
    live = live_version(version.form)
    return live is not None and spec_of(live).open_to == ANYONE


def _store(draft: Draft, checked: Checked, by: Filler, now: datetime) -> Submission:
    submission = Submission(
        draft=draft,
        reference=_free_reference(draft.programme.reference_prefix),
        programme=draft.programme,
        organisation=draft.organisation,
        form_version_id=draft.form_version_id,
        submitted_by=by if isinstance(by, User) else None,
        submitted_at=now,
        identity_index=checked.index,
    )
    if not checked.legs:
        # Nobody is sent anything, so nothing is under way and no news is owed.
        submission.outcome = Submission.Outcome.DELIVERED
        submission.settled_at = submission.notified_at = now
    submission.answers = dict(checked.journey.applied.answers)
    submission.save(force_insert=True)
    return submission


def _free_reference(prefix: str) -> str:
    while True:
        reference = new_reference(prefix)
        if not Submission.objects.filter(reference=reference).exists():
            return reference


def _announce(submission: Submission, checked: Checked, by: Filler, now: datetime) -> None:
    checked.kind.submitted(
        SubmittedEvent(
            submission_id=submission.pk,
            reference=submission.reference,
            programme=submission.programme,
            spec=checked.spec,
            answers=checked.journey.applied.answers,
            matches=checked.matches.elsewhere,
            actor_id=submission.submitted_by_id,
            now=now,
            draft_id=submission.draft_id,
            organisation_id=submission.organisation_id,
            actor=submission.submitted_by,
        )
    )
    record(
        "submission.submitted",
        actor=actor_of(by),
        subject=submission,
        programme=submission.programme_id,
        organisation=submission.organisation_id,
        detail={
            "reference": submission.reference,
            "form_version": str(submission.form_version_id),
            "partners": [leg.recipient.partner.code for leg in checked.legs],
            "earlier": [earlier.reference for earlier in checked.matches.own],
        },
    )
