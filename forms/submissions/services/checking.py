"""Decide whether a draft may be sent, and gather everything that the rows to come are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.permissions import person_of
from forms.definitions.context import FormContext
from forms.definitions.kinds import FormKind, Supplement, kind_of
from forms.definitions.spec import FormSpec
from forms.submissions.admission import NOT_COMPLETE, PLACEHOLDERS, safety_incomplete
from forms.submissions.duplicates import Matches, identity_index, matches_of, take_turns
from forms.submissions.files import with_files
from forms.submissions.journey import Journey, journey_of
from forms.submissions.legs import ReadyLeg, ready_legs, recipients_of, require_gate
from forms.submissions.models import Draft
from forms.submissions.owning import Filler
from forms.submissions.pinned import pinned_spec
from forms.submissions.refusals import LegRefused
from forms.submissions.room import require_room
from forms.submissions.surroundings import Offer, context_for, context_without_directory, offer_in
from forms.submissions.validation import StepProblem, problems_of
from forms.submissions.visitors.identity import Visitor
from forms.submissions.work import work_from_json
from programme.models import SafetyRecord
from rows import rows_where


class AnswersInvalid(Exception):
    """Answers are missing or wrong; `problems` say which, and on which page."""

    def __init__(self, problems: tuple[StepProblem, ...]) -> None:
        super().__init__(f"{len(problems)} answers must be put right.")
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that may be sent."""

    spec: FormSpec
    kind: FormKind
    journey: Journey
    supplements: tuple[Supplement, ...]
    legs: tuple[ReadyLeg, ...]
    index: str
    matches: Matches
    safety_records: tuple[SafetyRecord, ...]


def check(draft: Draft, *, by: Filler, today: date) -> Checked:
    """Return what a draft, read with its organisation and programme, is sent as.

    :raises AnswersInvalid, NoDestination, LegRefused:
    """
    spec = pinned_spec(draft.form_version_id)
    kind = kind_of(spec.kind)
    work = work_from_json(draft.work)
    journey = journey_of(spec, work.answers, work.visited, today=today)
    offer = offer_in(draft, spec, today)
    organisation = draft.organisation
    if problems := _unfinished(journey):
        raise AnswersInvalid(problems)
    require_gate(spec, journey.applied, offer, organisation=organisation, on=today)
    if problems := problems_of(spec, journey, _context(draft, spec, offer, by=by, today=today)):
        raise AnswersInvalid(problems)
    if spec.routes and safety_incomplete(draft.programme_id):
        raise LegRefused(PLACEHOLDERS if organisation else NOT_COMPLETE)
    recipients = recipients_of(spec, journey.applied, offer)
    legs = ready_legs(recipients, organisation=organisation, on=today, holds_patients=kind.holds_patients)
    require_room(legs, journey.applied)
    index = identity_index(kind.identity(journey.applied.answers), programme_id=draft.programme_id)
    take_turns(index)
    matches = matches_of(index, organisation=organisation) if organisation else Matches()
    supplements = kind.supplements(spec, journey.applied.answers, draft.programme)
    safety = tuple(rows_where(SafetyRecord, "programme", draft.programme_id))
    return Checked(spec, kind, journey, supplements, legs, index, matches, safety)


def _context(draft: Draft, spec: FormSpec, offer: Offer, *, by: Filler, today: date) -> FormContext:
    if draft.organisation is None or isinstance(by, Visitor):
        return with_files(context_without_directory(today=today), draft, spec.fields())
    context = context_for(
        person=person_of(by),
        organisation=draft.organisation,
        fields=spec.fields(),
        today=today,
        offer=offer,
    )
    return with_files(context, draft, spec.fields())


def _unfinished(journey: Journey) -> tuple[StepProblem, ...]:
    return tuple(
        StepProblem(stop.key, "", f"Complete the page “{stop.step.title}”.")
        for stop in journey.stops
        if not stop.complete
    )
