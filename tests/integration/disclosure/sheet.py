"""Who receives which field: the domain sheet's section A written down by hand, not read from the form.

N is the nurse service, H the homecare provider, A the app service. The team's own copy holds everything.
Symbols: ● received, - withheld, v only for visits at home, m only without an e-mail address.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

NURSE, HOMECARE, APP, TEAM = "nurse", "homecare", "app", "team"

#  field                  N H A
SHEET = """
organisation              ● ● -
site                      ● ● -
referrer_name             ● ● -
referrer_role             ● ● -
referrer_register         ● ● -
referrer_number           ● ● -
team_email                ● ● -
team_phone                ● ● -
given_name                ● ● ●
family_name               ● ● ●
date_of_birth             ● ● -
health_number             ● ● -
hospital_number           - ● -
home_address              v ● -
mobile                    ● ● m
landline                  ● ● -
email                     ● ● ●
best_time                 ● ● -
voicemail_ok              ● ● -
sms_ok                    ● ● -
interpreter               ● ● ●
interpreter_language      ● ● ●
communication_needs       ● ● ●
carer                     ● ● -
carer_name                ● ● -
carer_relationship        ● ● -
carer_phone               ● ● -
carer_permission          ● ● -
ms_type                   ● ● -
consultant_name           ● ● -
consultant_gmc            ● ● -
allergies_known           ● ● -
allergies                 ● ● -
prescribing_decision      ● ● -
hepatitis_b_reviewed      ● - -
immune_status_reviewed    ● - -
vaccines_reviewed         ● - -
no_active_infection       ● - -
first_dose_date           ● ● -
planned_injections        ● ● -
support_needs             ● - -
services                  - - -
visit_mode                ● - -
reminders                 ● - -
homecare_provider         - ● -
deliver_home              - ● -
delivery_address          - ● -
nominated                 - ● -
nominated_name            - ● -
nominated_age             - ● -
access_notes              - ● -
delivery_frequency        - ● -
planned_deliveries        - ● -
first_delivery_by         ● ● -
fridge                    - ● -
sharps_bin                - ● -
pharmacy_contact          - ● -
pharmacy_phone            - ● -
pharmacy_email            - ● -
purchase_order            - ● -
invoice_address           - ● -
prescription_status       - ● -
permission_nurse          ● - -
permission_homecare       - ● -
permission_app            - - ●
privacy_notice_given      ● ● ●
adverse_event             ● ● -
hcp_declaration           ● ● -
signature                 ● ● -
"""
ROWS = {key: dict(zip((NURSE, HOMECARE, APP), symbols, strict=True))
        for key, *symbols in (line.split() for line in SHEET.strip().splitlines())}  # fmt: skip

# What is asked only of those who chose a service, or answered another question in one way.
ONLY_WITH = {
    NURSE: {"visit_mode", "reminders", "permission_nurse"},
    HOMECARE: {
        "homecare_provider", "deliver_home", "delivery_address", "nominated", "nominated_name",
        "nominated_age", "access_notes", "delivery_frequency", "planned_deliveries", "first_delivery_by",
        "fridge", "sharps_bin", "pharmacy_contact", "pharmacy_phone", "pharmacy_email", "purchase_order",
        "invoice_address", "prescription_status", "permission_homecare",
    },
    APP: {"permission_app"},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scenario:
    """What of a registration decides who receives what."""

    name: str
    services: tuple[str, ...] = (NURSE, HOMECARE, APP)
    visits_at_home: bool = True
    with_email: bool = True

    def __str__(self) -> str:
        return self.name

    @property
    def asked(self) -> frozenset[str]:
        """Return the fields that have an answer."""
        unasked = {key for service, keys in ONLY_WITH.items() if service not in self.services for key in keys}
        return frozenset(set(ROWS) - unasked - (set() if self.with_email else {"email"}))

    def received_by(self, audience: str) -> frozenset[str]:
        """Return the fields whose answers an audience's document holds."""
        if audience == TEAM:
            return self.asked
        return frozenset(key for key in self.asked if self._symbol_holds(ROWS[key][audience]))

    def _symbol_holds(self, symbol: str) -> bool:
        return {"●": True, "-": False, "v": self.visits_at_home, "m": not self.with_email}[symbol]


SCENARIOS = (
    Scenario("all services, visits at home"),
    Scenario("all services, visits by video, no e-mail address", visits_at_home=False, with_email=False),
    Scenario("homecare alone", services=(HOMECARE,), visits_at_home=False),
    Scenario("nurse service alone, by video", services=(NURSE,), visits_at_home=False),
)


def all_keys() -> Collection[str]:
    return ROWS.keys()


def audiences_of(scenario: Scenario) -> Iterator[str]:
    """Yield who receives a document: the services that were chosen, and the team."""
    yield from scenario.services
    yield TEAM
