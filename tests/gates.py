"""A registration gate for tests of the floors below agreements: it lets pass but what a test lists."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from directory.models import Organisation, Partner
from forms.routing.gate import GateDecision


class ListedGate:
    """Allow open organisations and partners on offer, less those in MISSING_AGREEMENTS.

    That setting lists (organisation's ODS code, partner's code).
    """

    def may_send(
        self,
        *,
        organisation: Organisation | None,
        partner: Partner,
        on: date,
        together: frozenset[str] = frozenset(),
        holds_patients: bool = True,
    ) -> GateDecision:
        if partner.role == Partner.Role.DESK:
            return GateDecision(not holds_patients, "Nothing about patients goes to a desk.")
        if organisation is None:
            return GateDecision(False, "Visitors send to desks only.")
        if not organisation.is_open:
            return GateDecision(False, f"{organisation.name} is closed.", ("organisation",))
        if not partner.available_on(on):
            return GateDecision(False, f"{partner.name} does not take registrations today.", ("partner",))
        if (organisation.ods_code, partner.code) in settings.MISSING_AGREEMENTS:
            reason = f"{organisation.name} has no service level agreement with {partner.name}."
            return GateDecision(False, reason, ("agreement",))
        return GateDecision(True)

    def allowed_partners(
        self, *, organisation: Organisation, partners: tuple[Partner, ...], on: date
    ) -> tuple[Partner, ...]:
        return tuple(
            partner
            for partner in partners
            if self.may_send(organisation=organisation, partner=partner, on=on).allowed
        )
