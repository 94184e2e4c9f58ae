"""Send a form: one transaction in which the submission, its documents and its deliveries come to be, or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.permissions import person_of
from audit.trail import audited, record
from forms.definitions.kinds import FormKind, SubmittedEvent, Supplement, kind_of
from forms.definitions.spec import AudienceSpec, FormSpec
from forms.documents.assembly import build_content
from forms.documents.models import Document
from forms.documents.services import create_documents, new_document
from forms.routing.services import create_deliveries, new_delivery
from forms.submissions.admission import PLACEHOLDERS, safety_incomplete
from forms.submissions.duplicates import Earlier, Matches, identity_index, matches_of, take_turns
from forms.submissions.journey import Journey, journey_of
from forms.submissions.legs import TEAM, ReadyLeg, ready_legs, recipients_of, require_gate
from forms.submissions.models import Draft, Submission
from forms.submissions.pinned import pinned, pinned_spec
from forms.submissions.reference import new_reference
from forms.submissions.refusals import LegRefused
from forms.submissions.services.drafts import DraftClosed, NotTheOwner, close
from forms.submissions.surroundings import context_for, offer_to, with_organisation
from forms.submissions.validation import StepProblem, problems_of
from forms.submissions.work import work_from_json
from programme.current import programme_by_key
from programme.models import SafetyRecord
from rows import rows_where

MARKING = "TEST"


class ChangedSinceChecked(Exception):
    """The answers changed after they were shown for checking: they must be read again."""


class AnswersInvalid(Exception):
    """Answers are missing or wrong; `problems` say which, and on which page."""

    def __init__(self, problems: tuple[StepProblem, ...]) -> None:
        super().__init__(f"{len(problems)} answers must be put right.")
        self.problems = problems


class ProbableDuplicate(Exception):
    """The organisation registered this patient before; sending needs a clear yes."""

    def __init__(self, earlier: tuple[Earlier, ...]) -> None:
        super().__init__("This patient was registered before.")
        self.earlier = earlier


@dataclass(frozen=True, slots=True)
class _Checked:
    """A draft that may be sent: everything that the rows to come are made of."""

    spec: FormSpec
    kind: FormKind
    journey: Journey
    supplements: tuple[Supplement, ...]
    legs: tuple[ReadyLeg, ...]
    index: str
    matches: Matches
    safety_records: tuple[SafetyRecord, ...]


def submit(
    *, draft: Draft, by: User, revision: int, now: datetime, accept_duplicate: bool = False
) -> Submission:
    """Send a draft and return its submission; nothing is drawn or sent inside.

    `revision` is the draft's when its answers were shown for checking. Sending twice returns the first
    submission.

    :raises NotTheOwner, DraftClosed, ChangedSinceChecked, AnswersInvalid, NoDestination, LegRefused,
        ProbableDuplicate, SubmissionRefused (by the kind): nothing was sent, and the draft is as it was.
    """
    if draft.owner_id != by.pk or draft.organisation_id not in person_of(by).organisation_ids:
        raise NotTheOwner("Only the person who started a draft sends it.")
    with audited(at=now):
        current = _locked(draft)
        # Idempotent: a double click, Back or a retry finds what the first one made.
        if current.state == Draft.State.SUBMITTED:
            return Submission.objects.get(draft=current)
        if not current.is_open_at(now):
            raise DraftClosed("This draft can no longer be sent.")
        if current.revision != revision:
            raise ChangedSinceChecked("The answers were changed after you checked them.")
        checked = _check(current, by, timezone.localdate(now))
        if checked.matches.own and not accept_duplicate:
            raise ProbableDuplicate(checked.matches.own)
        submission = _store(current, checked, by, now)
        _make_documents(submission, checked, now)
        close(current, Draft.State.SUBMITTED, now)
        _announce(submission, checked, by, now)
    return submission


def _locked(draft: Draft) -> Draft:
    current = Draft.objects.select_for_update().get(pk=draft.pk)
    current.programme = programme_by_key(current.programme_id)
    return with_organisation(current)


def _check(draft: Draft, by: User, today: date) -> _Checked:
    spec = pinned_spec(draft.form_version_id)
    kind = kind_of(spec.kind)
    work = work_from_json(draft.work)
    journey = journey_of(spec, work.answers, work.visited)
    offer = offer_to(spec, draft.organisation, today)
    context = context_for(
        person=person_of(by),
        organisation=draft.organisation,
        fields=spec.fields(),
        today=today,
        offer=offer,
    )
    if problems := _unfinished(journey):
        raise AnswersInvalid(problems)
    require_gate(spec, journey.applied, offer, organisation=draft.organisation, on=today)
    if problems := problems_of(spec, journey, context):
        raise AnswersInvalid(problems)
    if spec.routes and safety_incomplete(draft.programme_id):
        raise LegRefused(PLACEHOLDERS)
    recipients = recipients_of(spec, journey.applied, offer)
    legs = ready_legs(recipients, organisation=draft.organisation, on=today)
    index = identity_index(kind.identity(journey.applied.answers), programme_id=draft.programme_id)
    take_turns(index)
    matches = matches_of(index, organisation=draft.organisation)
    supplements = kind.supplements(spec, journey.applied.answers, draft.programme)
    safety = tuple(rows_where(SafetyRecord, "programme", draft.programme_id))
    return _Checked(spec, kind, journey, supplements, legs, index, matches, safety)


def _unfinished(journey: Journey) -> tuple[StepProblem, ...]:
    return tuple(
        StepProblem(stop.key, "", f"Complete the page “{stop.step.title}”.")
        for stop in journey.stops
        if not stop.complete
    )


def _store(draft: Draft, checked: _Checked, by: User, now: datetime) -> Submission:
    submission = Submission(
        draft=draft,
        reference=_free_reference(draft.programme.reference_prefix),
        programme=draft.programme,
        organisation=draft.organisation,
        form_version_id=draft.form_version_id,
        submitted_by=by,
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


def _make_documents(submission: Submission, checked: _Checked, now: datetime) -> None:
    sent = [(leg, _document(submission, checked, leg.recipient.audience, leg, now)) for leg in checked.legs]
    own = [
        _document(submission, checked, audience, None, now)
        for audience in checked.spec.audiences
        if audience.key == TEAM
    ]
    create_documents([document for _, document in sent] + own)
    create_deliveries(
        new_delivery(document=document, destination=leg.destination, gate_decision=leg.decision, now=now)
        for leg, document in sent
    )


def _document(
    submission: Submission, checked: _Checked, audience: AudienceSpec, leg: ReadyLeg | None, now: datetime
) -> Document:
    partner = leg.recipient.partner if leg else None
    content = build_content(
        spec=checked.spec,
        applied=checked.journey.applied,
        audience=audience.key,
        recipient=partner.name if partner else submission.organisation.name,
        programme=submission.programme,
        safety_records=checked.safety_records,
        reference=submission.reference,
        form_version=pinned(submission.form_version_id).number,
        submitted_at=now,
        supplements=checked.supplements,
        marking=MARKING if settings.SYNTHETIC_PATIENTS_ONLY else "",
        running=checked.kind.running,
        summary=checked.kind.summary,
    )
    return new_document(
        programme=submission.programme,
        organisation=submission.organisation,
        partner=partner,
        subject_id=submission.pk,
        reference=submission.reference,
        audience=audience.key,
        content=content,
        now=now,
    )


def _announce(submission: Submission, checked: _Checked, by: User, now: datetime) -> None:
    checked.kind.submitted(
        SubmittedEvent(
            submission_id=submission.pk,
            reference=submission.reference,
            programme=submission.programme,
            spec=checked.spec,
            answers=checked.journey.applied.answers,
            matches=checked.matches.elsewhere,
            actor_id=by.pk,
            now=now,
            draft_id=submission.draft_id,
            organisation_id=submission.organisation_id,
            actor=by,
        )
    )
    record(
        "submission.submitted",
        actor=by,
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
