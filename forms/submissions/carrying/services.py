"""Move drafts to the live version once those of earlier ones may not be sent any more."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from accounts.permissions import person_of
from audit.trail import audited, record
from forms.definitions.context import FormContext
from forms.definitions.spec import FormSpec
from forms.submissions.carrying.fitting import Carried, carry
from forms.submissions.carrying.successors import Successor, successor_of
from forms.submissions.models import Draft
from forms.submissions.owning import Filler, actor_of, is_of
from forms.submissions.pinned import pinned_spec
from forms.submissions.services.drafts import ChangedElsewhere, DraftClosed, NotTheOwner
from forms.submissions.surroundings import context_for, context_without_directory, with_organisation
from forms.submissions.work import work_from_json, work_to_json

MOST_AT_ONCE = 500
WORKER = "worker"


class ReviewNeeded(Exception):
    """Answers of a draft do not fit the live version: its owner is to look at them; nothing was changed."""

    def __init__(self, carried: Carried) -> None:
        super().__init__(f"{len(carried.misfits)} answers do not fit.")
        self.carried = carried


def carry_over(*, draft: Draft, now: datetime, by: Filler | None = None) -> Draft:
    """Move a draft whose version's time is over to the live version; return it as it is now.

    One that need not move is returned unchanged. `by` is who opened it, None for the job.

    :raises ReviewNeeded: not every answer fits.
    """
    with audited(at=now):
        current = Draft.objects.select_for_update().get(pk=draft.pk)
        successor = successor_of(current.form_version_id, now)
        if successor is None or not current.is_open_at(now):
            return current
        carried = carried_to(current, successor, now)
        if carried.misfits:
            raise ReviewNeeded(carried)
        return _move(current, carried, successor, actor=actor_of(by) if by else WORKER)


def go_on_with_live(*, draft: Draft, by: Filler, revision: int, now: datetime) -> Draft:
    """Move a draft at its owner's wish, who read which answers are dropped: those of `revision`.

    :raises NotTheOwner, DraftClosed, ChangedElsewhere: nothing was changed.
    """
    if not is_of(draft, by):
        raise NotTheOwner("Only the person whose draft it is changes it.")
    with audited(at=now):
        current = Draft.objects.select_for_update().get(pk=draft.pk)
        if not current.is_open_at(now):
            raise DraftClosed("This draft can no longer be changed.")
        successor = successor_of(current.form_version_id, now)
        if successor is None:
            return current
        if current.revision != revision:
            raise ChangedElsewhere(current)
        return _move(current, carried_to(current, successor, now), successor, actor=actor_of(by))


def carried_to(draft: Draft, successor: Successor, now: datetime) -> Carried:
    """Return what a draft would be on the version that takes the place of its own."""
    old, new = pinned_spec(draft.form_version_id), pinned_spec(successor.version_id)
    return carry(old, new, work_from_json(draft.work), _context(draft, old, new, now))


def drafts_to_carry(now: datetime) -> list[Draft]:
    """Return open drafts whose version's time is over and whose owners were not told of the live one yet."""
    over = Draft.objects.filter(
        state=Draft.State.OPEN,
        expires_at__gt=now,
        form_version__form__live=True,
        form_version__form__drafts_until__lte=now,
        form_version__form__versions__number__gt=F("form_version__number"),
    ).exclude(review_asked_at__gte=F("form_version__form__drafts_until"))
    return list(over.select_related("owner", "programme").order_by("pk").distinct()[:MOST_AT_ONCE])


def _move(draft: Draft, carried: Carried, successor: Successor, *, actor: object) -> Draft:
    before = draft.form_version_id
    draft.form_version_id = successor.version_id
    draft.work = work_to_json(carried.work)
    # A page of the earlier version that is saved meanwhile finds a newer revision.
    draft.revision += 1
    draft.review_asked_at = None
    draft.save(update_fields=["form_version", "work_sealed", "revision", "review_asked_at"])
    record(
        "draft.carried_over",
        actor=actor,
        subject=draft,
        programme=draft.programme_id,
        organisation=draft.organisation_id or "",
        detail={
            "form_version": str(successor.version_id),
            "form_version_before": str(before),
            "dropped": [one.key for one in carried.misfits],
        },
    )
    return draft


def _context(draft: Draft, old: FormSpec, new: FormSpec, now: datetime) -> FormContext:
    today = timezone.localdate(now)
    organisation = with_organisation(draft).organisation if draft.organisation_id else None
    if organisation is None or draft.owner is None:
        return context_without_directory(today=today)
    return context_for(
        person=person_of(draft.owner),
        organisation=organisation,
        fields=(*old.fields(), *new.fields()),
        today=today,
    )
