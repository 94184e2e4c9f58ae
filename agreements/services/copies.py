"""The sealed PDF to all parties: a leg of the routing to the counterparty, mails to the organisation."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from agreements.models import Agreement
from agreements.notices.addressees import of_the_organisation
from agreements.notices.outbox import owe
from agreements.signing.models import Party
from directory.services import destination_for
from forms.routing.decisions import NOT_A_REGISTRATION
from forms.routing.services import create_delivery


def send_copies(agreement: Agreement, *, now: datetime) -> None:
    """Give everybody concerned their copy, inside the transaction that completes the agreement.

    Without a destination the counterparty's leg is held, with an alarm, until one is approved.
    """
    if agreement.sealed_copy is None:
        raise ValueError("Only a sealed agreement has copies.")
    create_delivery(
        document=agreement.sealed_copy,
        destination=destination_for(partner=agreement.partner, on=timezone.localdate(now)),
        gate_decision=NOT_A_REGISTRATION,
        now=now,
    )
    for address in sorted(_addresses(agreement)):
        owe("complete", agreement, email=address, now=now)


def _addresses(agreement: Agreement) -> set[str]:
    """Return who of the organisation gets a copy: who prepared it and who signed it, if they still belong."""
    signed = agreement.signatures.filter(party=Party.ORGANISATION).select_related("person")
    people = [one.person for one in signed]
    if agreement.submission is not None and agreement.submission.submitted_by is not None:
        people.append(agreement.submission.submitted_by)
    return of_the_organisation(people, agreement)
