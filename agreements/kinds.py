"""The kinds of agreement that an organisation signs before it takes part, and with whom."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models

from directory.models import Partner


class Kind(models.TextChoices):
    """What an agreement is; the value is stored and never changes."""

    OFFER = "offer", "Overview and Offer Form"
    AUTHORISATION = "authorisation", "Programme Authorisation Document"
    SLA = "sla", "Service Level Agreement"


@dataclass(frozen=True, slots=True)
class AgreementKind:
    """With whom a kind is made, and the key of the form that asks for its particulars.

    `per_partner` tells kinds of which an organisation has one with each counterparty that it chooses
    from kinds of which it has one.
    """

    kind: Kind
    counterparty_role: str
    form_kind: str
    per_partner: bool = False

    @property
    def label(self) -> str:
        """Return the kind's name as people read it."""
        return str(self.kind.label)


KINDS = {
    kind.kind: kind
    for kind in (
        AgreementKind(Kind.OFFER, "sponsor", "agreement_offer"),
        AgreementKind(Kind.AUTHORISATION, Partner.Role.NURSE.value, "agreement_authorisation"),
        AgreementKind(Kind.SLA, Partner.Role.HOMECARE.value, "agreement_sla", per_partner=True),
    )
}


def kind_named(value: str) -> AgreementKind:
    """Return the kind with this stored value; raise ValueError for any other."""
    return KINDS[Kind(value)]
