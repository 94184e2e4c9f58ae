"""The demo's gate until signed agreements decide: open organisations may register with partners on offer."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from directory.models import Organisation, Partner
from forms.routing.gate import GateDecision


class DemoGate:
    """Allow fictitious, open organisations and partners on offer, less what the settings say is unsigned.

    DEMO_MISSING_AGREEMENTS lists (organisation's ODS code, partner's code), so that the demo shows
    an organisation that may not choose every provider.
    """

    def may_send(
        self,
        *,
        organisation: Organisation,
        partner: Partner,
        on: date,
        together: frozenset[str] = frozenset(),
    ) -> GateDecision:
        if not organisation.is_open:
            return GateDecision(False, f"{organisation.name} is closed.", ("organisation",))
        if not partner.available_on(on):
            return GateDecision(False, f"{partner.name} does not take registrations today.", ("partner",))
        if not organisation.fictitious:
            return GateDecision(
                False, "The demo registers for fictitious organisations only.", ("organisation",)
            )
        if (organisation.ods_code, partner.code) in settings.DEMO_MISSING_AGREEMENTS:
            return GateDecision(
                False,
                f"{organisation.name} has no service level agreement with {partner.name}.",
                ("agreement",),
            )
        return GateDecision(True)

    def allowed_partners(
        self, *, organisation: Organisation, partners: tuple[Partner, ...], on: date
    ) -> tuple[Partner, ...]:
        return tuple(
            partner
            for partner in partners
            if self.may_send(organisation=organisation, partner=partner, on=on).allowed
        )
