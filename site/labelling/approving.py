"""Register changes of locked records among the things that a second person approves."""

from __future__ import annotations

from django.urls import reverse

from approvals.models import Approval
from approvals.subjects import Decision, Facts, Subject, register_subject
from labelling.effects import ChangeRefused, effects
from labelling.models import RecordChange
from labelling.services import SUBJECT, RecordMoved, approve_change, make, refuse_moved
from labelling.viewsets import changed_values


def address_of(approval: Approval) -> str:
    """Return the admin page that shows the change beside what holds now."""
    return reverse("record_changes:inspect", args=[approval.subject_id])


def facts_of(approval: Approval) -> Facts:
    """Return the record, and each value that it would get."""
    change = RecordChange.objects.get(pk=approval.subject_id)
    proposed = [(value.label, value.proposed) for value in changed_values(change)]
    return (("Record", str(change.target)), *proposed, *_touched(approval, change))


def _touched(approval: Approval, change: RecordChange) -> Facts:
    """Return the pages that have to be certified anew before the change holds, while it is undecided."""
    if approval.state != Approval.State.REQUESTED:
        return ()
    try:
        refuse_moved(change)
    except RecordMoved as refusal:
        return (("It cannot be approved", str(refusal)),)
    titles = effects().touched(change=change, make=lambda: make(change))
    return (("Pages to be certified first", "\n".join(titles) or "None"),)


register_subject(
    SUBJECT,
    Subject(
        label="Change of product, safety or service information",
        address=address_of,
        facts=facts_of,
        decision=Decision(
            permission="labelling.change_recordchange",
            approve=approve_change,
            refusals=(RecordMoved, ChangeRefused),
        ),
    ),
)
