"""The field keys and option values that the rules of a patient registration know by name."""

from __future__ import annotations

NURSE, HOMECARE, APP, TEAM = "nurse", "homecare", "app", "team"

ORGANISATION = "organisation"
REFERRER_REGISTER, REFERRER_NUMBER = "referrer_register", "referrer_number"
REFERRER_NAME, REFERRER_ROLE = "referrer_name", "referrer_role"
TEAM_PHONE, TEAM_EMAIL = "team_phone", "team_email"
ABOUT_THE_REFERRER = frozenset({REFERRER_NAME, REFERRER_ROLE, REFERRER_REGISTER, REFERRER_NUMBER})
# Which hospital, who registers, and how the team is reached: the same for the next patient.
ABOUT_THE_TEAM = ABOUT_THE_REFERRER | {ORGANISATION, "site", TEAM_PHONE, TEAM_EMAIL}
CONSULTANT_GMC = "consultant_gmc"
GIVEN_NAME, FAMILY_NAME = "given_name", "family_name"
DATE_OF_BIRTH, HEALTH_NUMBER = "date_of_birth", "health_number"
HOME_ADDRESS, MOBILE, LANDLINE, EMAIL = "home_address", "mobile", "landline", "email"
FIRST_DOSE_DATE = "first_dose_date"
SERVICES, VISIT_MODE, HOMECARE_PROVIDER = "services", "visit_mode", "homecare_provider"
DELIVERY_FREQUENCY, FIRST_DELIVERY_BY = "delivery_frequency", "first_delivery_by"
PRESCRIPTION_STATUS = "prescription_status"
ADVERSE_EVENT, HCP_DECLARATION, SIGNATURE = "adverse_event", "hcp_declaration", "signature"

VIRTUAL = "virtual"
# How many doses, one a month, each delivery after the first holds, by the answer's value.
MONTHS_EACH = {"every_three_months": 3, "monthly": 1}


def permission_for(audience: str) -> str:
    """Return the key of the patient's permission to share with an audience."""
    return f"permission_{audience}"
