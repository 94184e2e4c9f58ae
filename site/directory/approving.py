"""Register destinations among the things that a second person approves."""

from __future__ import annotations

from django.urls import reverse

from approvals.models import Approval
from approvals.subjects import Subject, register_subject
from directory.models import Destination
from directory.services import SUBJECT, DestinationChanged, approve_destination


def address_of(approval: Approval) -> str:
    """Return the admin page of the partner whose destination is to be approved."""
    partner = Destination.objects.values_list("partner_id", flat=True).get(pk=approval.subject_id)
    return reverse("partners:inspect", args=[partner])


register_subject(
    SUBJECT,
    Subject(
        label="Destination",
        permission="directory.change_partner",
        approve=approve_destination,
        address=address_of,
        refusals=(DestinationChanged,),
    ),
)
