"""The names of the answers that agreements rely on. A key never changes once it was published."""

from __future__ import annotations

PARTIES = "parties"

# Every kind
LEGAL_DETAILS_CONFIRMED = "legal_details_confirmed"
SITES_TAKING_PART = "sites_taking_part"
TERM_ACKNOWLEDGED = "term_acknowledged"
ADVERSE_EVENTS_ACKNOWLEDGED = "adverse_events_acknowledged"

# Overview and Offer Form
SERVICES_ELECTED = "services_elected"
LEAD_CLINICIAN_NAME = "lead_clinician_name"
LEAD_CLINICIAN_ROLE = "lead_clinician_role"
LEAD_CLINICIAN_EMAIL = "lead_clinician_email"
KEY_ACCOUNT_MANAGER_KNOWN = "key_account_manager_known"
PACKAGE_DEAL_ACKNOWLEDGED = "package_deal_acknowledged"
NO_OBLIGATION_ACKNOWLEDGED = "no_obligation_acknowledged"
NO_INDUCEMENT_ACKNOWLEDGED = "no_inducement_acknowledged"

# Programme Authorisation Document
CONTROLLER_ROLES_ACKNOWLEDGED = "controller_roles_acknowledged"
DATA_PROTECTION_CONTACT = "data_protection_contact"
DATA_PROTECTION_EMAIL = "data_protection_email"
CALDICOTT_GUARDIAN = "caldicott_guardian"
AUTHORISED_REGISTRANTS = "authorised_registrants"
SUMMARY_MAILBOX = "summary_mailbox"
ESCALATION_CONTACT = "escalation_contact"
ESCALATION_PHONE = "escalation_phone"
SAFEGUARDING_CONTACT = "safeguarding_contact"

# Service Level Agreement
CHIEF_PHARMACIST = "chief_pharmacist"
HOMECARE_CONTACT = "homecare_contact"
HOMECARE_EMAIL = "homecare_email"
HOMECARE_PHONE = "homecare_phone"
PRESCRIPTION_ROUTE = "prescription_route"
PRESCRIPTION_TURNAROUND = "prescription_turnaround"
DELIVERY_FREQUENCY = "delivery_frequency"
KPI_FREQUENCY = "kpi_frequency"
KPI_RECIPIENT = "kpi_recipient"
PURCHASE_ORDERS = "purchase_orders"
INVOICING_EMAIL = "invoicing_email"
COMPLAINTS_CONTACT = "complaints_contact"
CONTINUITY_ARRANGEMENTS = "continuity_arrangements"
DATA_PROTOCOL_ACKNOWLEDGED = "data_protocol_acknowledged"
EXIT_NOTICE = "exit_notice"
