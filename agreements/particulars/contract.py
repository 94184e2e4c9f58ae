"""What each particulars form must ask, and why: the field lists of the three documents."""

from __future__ import annotations

from agreements.kinds import Kind
from agreements.particulars import keys
from forms.definitions.kinds import Requirement

_PARTIES_KNOWN = (
    Requirement(
        keys.LEGAL_DETAILS_CONFIRMED,
        "declaration",
        "The agreement is printed with the recorded name, code and address, so the team confirms them.",
    ),
    Requirement(keys.SITES_TAKING_PART, "long_text", "The agreement says where it applies."),
)

OFFER = (
    Requirement(
        keys.SERVICES_ELECTED, "checkboxes", "The sponsor is told which parts of the programme are taken up."
    ),
    Requirement(
        keys.PACKAGE_DEAL_ACKNOWLEDGED,
        "declaration",
        "Homecare and nurse services are offered as a package deal, which the organisation acknowledges.",
    ),
    Requirement(
        keys.NO_OBLIGATION_ACKNOWLEDGED,
        "declaration",
        "Nobody is obliged to prescribe; the organisation acknowledges it.",
    ),
    Requirement(
        keys.NO_INDUCEMENT_ACKNOWLEDGED,
        "declaration",
        "Nothing is given in return for prescribing; the organisation acknowledges it.",
    ),
    Requirement(keys.LEAD_CLINICIAN_NAME, "short_text", "The agreement names the lead clinician."),
    Requirement(keys.LEAD_CLINICIAN_ROLE, "short_text", "The agreement names the lead clinician’s role."),
    Requirement(keys.LEAD_CLINICIAN_EMAIL, "email", "The sponsor writes to the lead clinician."),
    Requirement(
        keys.KEY_ACCOUNT_MANAGER_KNOWN, "yes_no", "A team without a contact at the sponsor is given one."
    ),
    *_PARTIES_KNOWN,
    Requirement(keys.TERM_ACKNOWLEDGED, "declaration", "The organisation has read how long it runs."),
)

AUTHORISATION = (
    Requirement(
        keys.CONTROLLER_ROLES_ACKNOWLEDGED,
        "declaration",
        "Both parties say who is controller of which patient data.",
    ),
    Requirement(keys.DATA_PROTECTION_CONTACT, "short_text", "A data breach is reported to a named person."),
    Requirement(keys.DATA_PROTECTION_EMAIL, "email", "A data breach is reported without delay."),
    Requirement(keys.CALDICOTT_GUARDIAN, "short_text", "The Caldicott Guardian answers for what is shared."),
    Requirement(
        keys.AUTHORISED_REGISTRANTS,
        "long_text",
        "The nurse service accepts registrations from the people named here only.",
    ),
    Requirement(keys.SUMMARY_MAILBOX, "email", "A summary goes to the team after every contact."),
    Requirement(keys.ESCALATION_CONTACT, "short_text", "Nurses need to know whom to tell of a concern."),
    Requirement(keys.ESCALATION_PHONE, "phone", "A clinical concern cannot wait for an e-mail."),
    Requirement(keys.SAFEGUARDING_CONTACT, "short_text", "Safeguarding concerns go to a named person."),
    Requirement(
        keys.ADVERSE_EVENTS_ACKNOWLEDGED, "declaration", "Both parties know how adverse events are reported."
    ),
    *_PARTIES_KNOWN,
    Requirement(keys.TERM_ACKNOWLEDGED, "declaration", "The organisation has read how long it runs."),
)

SLA = (
    Requirement(
        keys.CHIEF_PHARMACIST, "short_text", "The chief pharmacist answers for the homecare service."
    ),
    Requirement(keys.HOMECARE_CONTACT, "short_text", "The provider needs a contact for daily work."),
    Requirement(keys.HOMECARE_EMAIL, "email", "The provider chases prescriptions and reports failures here."),
    Requirement(keys.HOMECARE_PHONE, "phone", "A failed delivery is told at once."),
    Requirement(
        keys.PRESCRIPTION_ROUTE, "radios", "The agreement says how prescriptions reach the provider."
    ),
    Requirement(
        keys.PRESCRIPTION_TURNAROUND, "radios", "The agreement says how soon a prescription is processed."
    ),
    Requirement(keys.DELIVERY_FREQUENCY, "radios", "It applies where the registration says nothing else."),
    Requirement(keys.KPI_FREQUENCY, "radios", "The agreement says how often the provider reports."),
    Requirement(keys.KPI_RECIPIENT, "email", "The report goes to a named mailbox."),
    Requirement(keys.PURCHASE_ORDERS, "radios", "The provider needs to know how orders are raised."),
    Requirement(keys.INVOICING_EMAIL, "email", "Invoices go to a named mailbox."),
    Requirement(keys.COMPLAINTS_CONTACT, "short_text", "Complaints go to a named person."),
    Requirement(
        keys.CONTINUITY_ARRANGEMENTS, "long_text", "Patients are supplied when the usual service fails."
    ),
    Requirement(keys.DATA_PROTOCOL_ACKNOWLEDGED, "declaration", "Both parties follow one data protocol."),
    Requirement(keys.EXIT_NOTICE, "radios", "The agreement says how it is ended."),
    *_PARTIES_KNOWN,
    Requirement(keys.TERM_ACKNOWLEDGED, "declaration", "The organisation has read how long it runs."),
)

REQUIREMENTS = {Kind.OFFER: OFFER, Kind.AUTHORISATION: AUTHORISATION, Kind.SLA: SLA}


def answers_in_text(kind: Kind) -> tuple[Requirement, ...]:
    """Return the required questions whose answers a text may print; declarations have no words to print."""
    return tuple(one for one in REQUIREMENTS[kind] if one.type != "declaration")
