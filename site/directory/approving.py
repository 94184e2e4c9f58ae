"""Register destinations among the things that a second person approves."""

from __future__ import annotations

from django.urls import reverse
from django.utils.formats import date_format

from approvals.models import Approval
from approvals.subjects import Decision, Facts, Subject, register_subject
from directory.destinations import options_in_words
from directory.models import Destination
from directory.services import SUBJECT, DestinationChanged, approve_destination


def address_of(approval: Approval) -> str:
    """Return the admin page of the partner whose destination is to be approved."""
    partner = Destination.objects.values_list("partner_id", flat=True).get(pk=approval.subject_id)
    return reverse("partners:inspect", args=[partner])


def facts_of(approval: Approval) -> Facts:
    """Return where documents would go and how they are protected; of the passphrase, whether there is one."""
    row = Destination.objects.select_related("partner").get(pk=approval.subject_id)
    return (
        ("Partner", f"{row.partner} ({row.partner.get_role_display()})"),
        ("Transport", row.get_transport_display()),
        ("Address", row.address),
        ("Options", options_in_words(row)),
        ("From", date_format(row.effective_from)),
        ("Until", date_format(row.effective_until) if row.effective_until else "No last day"),
        ("Accredited secure mail", "Yes" if row.accredited_secure_mail else "No"),
        ("Passphrase", "Set" if row.passphrase else "Not set"),
    )


register_subject(
    SUBJECT,
    Subject(
        label="Destination",
        address=address_of,
        facts=facts_of,
        decision=Decision(
            permission="directory.change_partner",
            approve=approve_destination,
            refusals=(DestinationChanged,),
        ),
    ),
)
