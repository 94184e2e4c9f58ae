"""Make a draft a colleague's own."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from accounts.permissions import person_of
from audit.trail import audited
from forms.submissions.files import hand_over_files
from forms.submissions.models import Draft
from forms.submissions.pinned import kind_of_version
from forms.submissions.services.drafts import DraftClosed, NotTheOwner, record_draft


class NotAColleague(Exception):
    """A draft would go to somebody who may not see what it holds."""


def hand_over_draft(*, draft: Draft, to: User, by: User, now: datetime) -> Draft:
    """Make a draft another colleague's own: given by its owner, or taken over where its kind is shared.

    :raises NotTheOwner: `by` may not give it; NotAColleague: `to` is no member of its organisation;
        DraftClosed.
    """
    with audited(at=now):
        current = Draft.objects.select_for_update().get(pk=draft.pk)
        _refuse_hand_over(current, to=to, by=by)
        if not current.is_open_at(now):
            raise DraftClosed("This draft can no longer be handed over.")
        if current.owner_id == to.pk:
            return current
        before, current.owner = current.owner_id, to
        # A page that the earlier owner saves meanwhile finds a newer revision, and whose it is now.
        current.revision += 1
        current.save(update_fields=["owner", "revision"])
        hand_over_files(current, now=now)
        record_draft("draft.handed_over", current, actor=by, owner_before=str(before), owner=str(to.pk))
    return current


def _refuse_hand_over(draft: Draft, *, to: User, by: User) -> None:
    takes_over = by.pk == to.pk and kind_of_version(draft.form_version_id).shared
    if draft.owner_id != by.pk and not takes_over:
        raise NotTheOwner("Only the person whose draft it is hands it over.")
    for person in (by, to):
        if draft.organisation_id not in person_of(person).organisation_ids:
            raise NotAColleague("A draft goes only from member to member of its organisation.")
