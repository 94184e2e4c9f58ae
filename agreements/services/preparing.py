"""The team fills in the particulars; sending them puts the agreement out for signature."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.formats import date_format

from accounts.models import User
from agreements.events import note
from agreements.kinds import kind_named
from agreements.models import Agreement
from agreements.presenting.build import presented_of
from agreements.presenting.content import presented_sha256, presented_to_json
from agreements.presenting.document import reading_content
from agreements.refusals import AgreementRefused
from agreements.rights import NotEntitled, prepares, require_manager
from agreements.services.closing import UNSIGNED_BY_ALL
from agreements.services.issuing import CannotIssue, usable_text, usual_last_day
from agreements.services.locking import held, require_stage
from agreements.texts.models import TextVersion
from audit.trail import audited
from forms.definitions.kinds import SubmissionRefused, SubmittedEvent
from forms.definitions.models import Form, FormVersion
from forms.definitions.versions import live_version
from forms.documents.services import create_document
from forms.submissions.models import Draft, Submission
from forms.submissions.services import StartRefused, hand_over_draft, start_draft
from forms.submissions.work import Work, work_to_json
from programme.current import programme_by_key

READING = "reading"
LONGEST_EXTENSION = timedelta(days=366)
Stage = Agreement.Stage


class NoForm(AgreementRefused):
    """The form of particulars is not published."""


class CannotBegin(AgreementRefused):
    """The organisation may fill in no form today, for example because it was closed."""


class NoExtension(AgreementRefused):
    """The day is over, no later than the one that stands, or far away."""


def begin_particulars(*, agreement: Agreement, by: User, now: datetime) -> Draft:
    """Return the draft of the particulars as this member's own, begun or taken over from a colleague.

    A renewal begins with the answers of the agreement that it follows.
    :raises NotEntitled, Closed, NoForm, CannotBegin: nothing is begun.
    """
    if not prepares(by, agreement.organisation):
        raise NotEntitled(f"Only the team of {agreement.organisation.name} fills in the particulars.")
    with audited(at=now):
        _hold_draft_of(agreement)
        current = held(agreement.pk)
        require_stage(current, Stage.DRAFT)
        if current.draft is not None and current.draft.is_open_at(now):
            return _own(current, current.draft, by, now)
        draft = _begun(current, by, now)
        _prefill(current, draft)
        current.draft = draft
        current.save(update_fields=["draft"])
        note("particulars_begun", current, by=by)
    return draft


def _hold_draft_of(agreement: Agreement) -> None:
    """Lock the draft before its agreement, as sending it does: else each could wait for the other."""
    draft = Agreement.objects.filter(pk=agreement.pk).values("draft")
    list(Draft.objects.select_for_update().filter(pk__in=draft).only("pk"))


def _begun(agreement: Agreement, by: User, now: datetime) -> Draft:
    form_version = _form_version(agreement)
    try:
        return start_draft(form_version=form_version, organisation=agreement.organisation, owner=by, now=now)
    except StartRefused as refusal:
        raise CannotBegin(str(refusal)) from refusal


def _own(agreement: Agreement, draft: Draft, by: User, now: datetime) -> Draft:
    if draft.owner_id == by.pk:
        return draft
    note("particulars_taken_over", agreement, by=by, taken_from=str(draft.owner_id))
    return hand_over_draft(draft=draft, to=by, by=by, now=now)


def _form_version(agreement: Agreement) -> FormVersion:
    form_kind = kind_named(agreement.kind).form_kind
    forms = Form.objects.filter(programme_id=agreement.programme_id, kind=form_kind, live=True)
    form = forms.order_by("pk").first()
    version = live_version(form) if form else None
    if version is None:
        raise NoForm("The form for the particulars is not published yet. Ask the programme office.")
    return version


def _prefill(agreement: Agreement, draft: Draft) -> None:
    """Offer the answers given last, for each page to be read and confirmed.

    They are those of the agreement that this one follows, else the last ones sent between the two about the
    same: after a refusal, a withdrawal or a lapse nobody types them again.
    """
    before = agreement.parent.submission if agreement.parent else None
    before = before or _last_sent(agreement)
    if before is None:
        return
    draft.work = work_to_json(Work(answers=before.answers))
    draft.save(update_fields=["work_sealed"])


def _last_sent(agreement: Agreement) -> Submission | None:
    same = Agreement.objects.filter(
        organisation=agreement.organisation_id, kind=agreement.kind, partner=agreement.partner_id
    )
    last = same.filter(submission__isnull=False).exclude(pk=agreement.pk).order_by("-out_at").first()
    return last.submission if last else None


def extend_signing(*, agreement: Agreement, sign_by: date, by: User, now: datetime) -> Agreement:
    """Give the parties until a later day to sign; raise NotEntitled, Closed or NoExtension."""
    require_manager(by)
    today = timezone.localdate(now)
    with audited(at=now):
        current = held(agreement.pk)
        require_stage(current, *UNSIGNED_BY_ALL)
        if sign_by <= current.sign_by or sign_by < today:
            raise NoExtension(f"Choose a day after {date_format(current.sign_by)}, and not before today.")
        if sign_by > today + LONGEST_EXTENSION:
            raise NoExtension("Choose a day within a year.")
        before, current.sign_by = current.sign_by, sign_by
        current.save(update_fields=["sign_by"])
        note("signing_extended", current, by=by, sign_by=sign_by.isoformat(), before=before.isoformat())
    return current


def put_out_for_signature(event: SubmittedEvent) -> None:
    """Freeze text and particulars as the parties will read and sign them, in the transaction that sent them.

    :raises SubmissionRefused: the agreement was closed meanwhile, or no text is in force.
    """
    if event.actor_id is None:
        raise SubmissionRefused("Particulars are sent by a member of the organisation.")
    submission = Submission.objects.get(pk=event.submission_id)
    agreement = _agreement_of(submission.draft_id)
    if agreement.stage != Stage.DRAFT:
        state = str(agreement.get_stage_display()).lower()
        raise SubmissionRefused(f"Agreement {agreement.reference} is {state}, so nothing can be sent.")
    try:
        text = usable_text(agreement.organisation, agreement.kind, agreement.partner)
    except CannotIssue as refusal:
        raise SubmissionRefused(str(refusal)) from refusal
    agreement.programme = programme_by_key(agreement.programme_id)
    agreement.text_version, agreement.submission = text, submission
    presented = presented_of(agreement, spec=event.spec, answers=event.answers, text=text, now=event.now)
    agreement.presented = presented_to_json(presented)
    agreement.presented_sha256 = presented_sha256(presented)
    agreement.particulars_sha256 = presented.particulars_sha256
    agreement.reading_copy = create_document(
        programme=agreement.programme,
        organisation=agreement.organisation,
        partner=agreement.partner,
        subject_id=agreement.pk,
        reference=agreement.reference,
        audience=READING,
        content=reading_content(agreement, presented, now=event.now),
        now=event.now,
    )
    _put_out(agreement, text, by=event.actor_id, now=event.now)


def _put_out(agreement: Agreement, text: TextVersion, *, by: UUID, now: datetime) -> None:
    agreement.stage, agreement.out_at = Stage.OUT, now
    # The time to sign begins when there is something to sign; a longer one that was granted stays.
    agreement.sign_by = max(agreement.sign_by, usual_last_day(now))
    agreement.save()
    note(
        "put_out",
        agreement,
        by=by,
        text_version=text.number,
        text_sha256=text.sha256,
        particulars_sha256=agreement.particulars_sha256,
        presented_sha256=agreement.presented_sha256,
        day=timezone.localdate(now).isoformat(),
        sign_by=agreement.sign_by.isoformat(),
    )


def _agreement_of(draft_id: UUID) -> Agreement:
    found = Agreement.objects.filter(draft_id=draft_id).values_list("pk", flat=True).first()
    if found is None:
        raise SubmissionRefused("These particulars belong to no agreement. Start it on the checklist.")
    return held(found)
