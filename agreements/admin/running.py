"""What the buttons on an agreement's page run, where it takes more than to call a service."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from agreements.models import Agreement
from agreements.refusals import AgreementRefused
from agreements.services.attesting import carry_over
from agreements.services.reminding import remind
from agreements.services.resending import resend_all
from agreements.services.sealing import seal
from agreements.services.signatories import name_signatory

Stage = Agreement.Stage
Values = dict[str, Any]


class StillNotSealed(AgreementRefused):
    """The seal failed once more."""


def send_reminder(agreement: Agreement, by: User, now: datetime, values: Values) -> Agreement:
    """Remind whoever is to act."""
    remind(agreement=agreement, by=by, now=now)
    return agreement


def ask_signatory(agreement: Agreement, by: User, now: datetime, values: Values) -> Agreement:
    """Ask a person to sign for the organisation."""
    name_signatory(agreement=agreement, by=by, now=now, **values)
    return agreement


def send_mails_again(agreement: Agreement, by: User, now: datetime, values: Values) -> Agreement:
    """Send what no server took once more."""
    resend_all(agreement=agreement, by=by, now=now)
    return agreement


def try_seal(agreement: Agreement, by: User, now: datetime, values: Values) -> Agreement:
    """Try to seal now; raise StillNotSealed."""
    seal(agreement_id=agreement.pk, now=now, by=by)
    agreement.refresh_from_db(fields=["stage", "seal_problem"])
    if agreement.stage != Stage.COMPLETE:
        raise StillNotSealed(f"{agreement.reference} could not be sealed. {agreement.seal_problem}")
    return agreement


def carry_to_successor(agreement: Agreement, by: User, now: datetime, values: Values) -> Agreement:
    """Record that the successor has the agreement."""
    successor = agreement.organisation.successor
    if successor is None:
        raise AgreementRefused(f"No successor of {agreement.organisation.name} is recorded.")
    return carry_over(agreement=agreement, to=successor, by=by, now=now, **values)
