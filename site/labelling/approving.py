"""Register changes of products and safety records among the things that a second person approves."""

from __future__ import annotations

from django.urls import reverse

from approvals.models import Approval
from approvals.subjects import Subject, register_subject
from labelling.services import SUBJECT, RecordMoved, approve_change


def address_of(approval: Approval) -> str:
    """Return the admin page that shows the change beside what holds now."""
    return reverse("record_changes:inspect", args=[approval.subject_id])


register_subject(
    SUBJECT,
    Subject(
        label="Change of product or safety information",
        permission="labelling.change_recordchange",
        approve=approve_change,
        address=address_of,
        refusals=(RecordMoved,),
    ),
)
