"""Start, save, delete and expire drafts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from accounts.permissions import person_of
from audit.trail import audited, record
from directory.models import Organisation
from forms.definitions.models import FormVersion
from forms.definitions.spec import Answers
from forms.definitions.versions import spec_of
from forms.submissions.admission import reasons_to_refuse
from forms.submissions.closing import tell_closed
from forms.submissions.files import (
    purge_files,
    remove_dropped_files,
    without_hidden_files,
)
from forms.submissions.models import Draft
from forms.submissions.owning import Filler, actor_of, is_of, lifetime_of
from forms.submissions.pinned import pinned_spec
from forms.submissions.refusals import Refusal
from forms.submissions.work import Work, work_from_json, work_to_json
from rows import change_row

SYSTEM = "submissions"
SAVE_ATTEMPTS = 5
EXPIRED_AT_ONCE = 200
# A longer time between two saves was a pause.
LONGEST_AT_WORK = timedelta(minutes=30)


class NotTheOwner(Exception):
    """Somebody other than the owner tried to change a draft, or no longer belongs to its organisation."""


class StartRefused(Exception):
    """This organisation cannot start this form today; `reasons` say why and what to do."""

    def __init__(self, reasons: tuple[Refusal, ...]) -> None:
        super().__init__(" ".join(map(str, reasons)))
        self.reasons = reasons


class DraftClosed(Exception):
    """The draft was sent, deleted or has expired, so it can be neither changed nor sent."""


class UnknownStep(LookupError):
    """The draft's form has no step with this key."""


class ChangedElsewhere(Exception):
    """Another page saved the same step after this one was shown; `draft` holds the newer answers."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("This page was saved in another tab or on another device.")
        self.draft = draft


def start_draft(
    *, form_version: FormVersion, organisation: Organisation, owner: User, now: datetime
) -> Draft:
    """Begin a form for an organisation the owner belongs to; raise NotTheOwner or StartRefused."""
    spec = spec_of(form_version)
    if organisation.pk not in person_of(owner).organisation_ids:
        raise NotTheOwner("A draft is started for an organisation that the person belongs to.")
    if organisation.programme_id != form_version.form.programme_id:
        raise StartRefused((Refusal("This organisation does not take part in this programme."),))
    if reasons := reasons_to_refuse(spec=spec, organisation=organisation, on=timezone.localdate(now)):
        raise StartRefused(reasons)
    draft = Draft(
        programme_id=organisation.programme_id,
        organisation=organisation,
        owner=owner,
        form_version=form_version,
        created_at=now,
        updated_at=now,
        expires_at=now + settings.DRAFT_LIFETIME,
    )
    draft.work = work_to_json(Work())
    with audited(at=now):
        draft.save(force_insert=True)
        record_draft("draft.started", draft, actor=owner)
    return draft


def save_step(
    *,
    draft: Draft,
    step_key: str,
    answers: Answers,
    by: Filler,
    revision: int,
    now: datetime,
    page: str = "",
    complete: bool = True,
) -> Draft:
    """Replace one step's answers and return the draft; an author's own saves are no audit event.

    `revision` is the draft's when the page was shown and `page` names that page: what another page saved
    of this step since then is kept and ChangedElsewhere raised. Saves of different steps are merged.
    A step that is not `complete` keeps its answers and must be opened again.

    :raises NotTheOwner, UnknownStep, DraftClosed, ChangedElsewhere:
    """
    step = pinned_spec(draft.form_version_id).step(step_key)
    if step is None:
        raise UnknownStep(step_key)
    begun_on = draft.form_version_id
    for _ in range(SAVE_ATTEMPTS):
        if not is_of(draft, by):
            raise NotTheOwner("Only the person whose draft it is changes it.")
        if not draft.is_open_at(now):
            raise DraftClosed("This draft can no longer be changed.")
        work = work_from_json(draft.work)
        if work.changed_elsewhere(step_key, since=revision, page=page):
            raise ChangedElsewhere(draft)
        following = draft.revision + 1
        saved = work.with_step(step, answers, complete=complete, revision=following, page=page)
        saved = without_hidden_files(draft, saved.with_seconds(step_key, seconds_at_work(draft, now)))
        if _write(draft, saved, following, now):
            remove_dropped_files(draft, work, saved, by=actor_of(by), now=now)
            return draft
        # Another request saved first: look at what it saved, and try again on top of it.
        draft.refresh_from_db(
            fields=[
                "state", "owner", "form_version", "work_sealed", "revision", "updated_at", "expires_at",
            ]
        )  # fmt: skip
        if draft.form_version_id != begun_on:
            # It was carried over to another version: the page of the earlier one no longer fits.
            raise ChangedElsewhere(draft)
    raise ChangedElsewhere(draft)


def seconds_at_work(draft: Draft, now: datetime) -> int:
    """Return how long ago a draft was saved last, in seconds; 0 after a pause, which is no work."""
    since = now - draft.updated_at
    return int(since.total_seconds()) if timedelta() < since <= LONGEST_AT_WORK else 0


def note_refused(*, draft: Draft, step_key: str, fields: Iterable[str]) -> None:
    """Count that answers to these questions were refused: one statement, by which the draft is not newer.

    Nothing is lost but a count where another request saved meanwhile.
    """
    draft.work = work_to_json(work_from_json(draft.work).with_refused(step_key, fields))
    held = {"revision": draft.revision, "state": Draft.State.OPEN}
    change_row(Draft, draft.pk, held=held, values={"work_sealed": draft.work_sealed})


def discard_draft(*, draft: Draft, by: Filler, now: datetime) -> Draft:
    """Delete a draft's answers at its owner's wish; raise NotTheOwner or DraftClosed."""
    if not is_of(draft, by):
        raise NotTheOwner("Only the person who started a draft deletes it.")
    with audited(at=now):
        current = Draft.objects.select_for_update().get(pk=draft.pk)
        # Idempotent: deleting twice is deleting once.
        if current.state == Draft.State.DISCARDED:
            return current
        if not current.is_open_at(now):
            raise DraftClosed("This draft can no longer be deleted.")
        close(current, Draft.State.DISCARDED, now)
        record_draft("draft.discarded", current, actor=actor_of(by))
    return current


def expire_drafts(now: datetime) -> int:
    """Erase the answers of drafts whose time is over; return how many were erased."""
    total = 0
    while True:
        with audited(at=now):
            overdue = Draft.objects.filter(state=Draft.State.OPEN, expires_at__lte=now)
            drafts = list(
                overdue.select_for_update(skip_locked=True).order_by("expires_at")[:EXPIRED_AT_ONCE]
            )
            for draft in drafts:
                close(draft, Draft.State.EXPIRED, now)
                record_draft("draft.expired", draft, actor="worker")
        total += len(drafts)
        if len(drafts) < EXPIRED_AT_ONCE:
            return total


def close(draft: Draft, state: Draft.State, now: datetime) -> None:
    """Put a draft in its last state and erase what it held; inside the caller's audited block."""
    work = work_from_json(draft.work)
    draft.state = state
    tell_closed(draft, work, now)
    if state != Draft.State.SUBMITTED:
        purge_files(draft, by=SYSTEM, now=now)
    draft.work_sealed = b""
    draft.updated_at = now
    draft.revision += 1
    draft.save(update_fields=["state", "work_sealed", "updated_at", "revision"])


def _write(draft: Draft, work: Work, revision: int, now: datetime) -> bool:
    """Save by compare-and-set in one statement; say whether nobody was faster."""
    held = draft.revision
    draft.work = work_to_json(work)
    draft.revision, draft.updated_at = revision, now
    draft.expires_at = now + lifetime_of(draft)
    return change_row(
        Draft,
        draft.pk,
        held={"revision": held, "state": Draft.State.OPEN},
        values={
            name: getattr(draft, name) for name in ("work_sealed", "revision", "updated_at", "expires_at")
        },
    )


def record_draft(action: str, draft: Draft, *, actor: object, **detail: str) -> None:
    """Record an event of a draft inside the caller's audited block."""
    record(
        action,
        actor=actor,
        subject=draft,
        programme=draft.programme_id,
        organisation=draft.organisation_id,
        detail={"form_version": str(draft.form_version_id), **detail},
    )
