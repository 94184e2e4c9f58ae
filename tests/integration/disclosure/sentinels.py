"""A mark of its own in every answer and every label, so that whatever travels can be told by its marks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from tests.integration.disclosure.sheet import Scenario, all_keys

_NUMBERS = {key: number for number, key in enumerate(all_keys(), start=10)}
SUPPLEMENTS = {
    "planned_injections": "Planned injections, first year",
    "planned_deliveries": "Planned deliveries, first year",
}
# What stands in the directory anyway: known to everybody, and a mark only between partners.
FROM_DIRECTORY = {
    "organisation": "Harbour Vale Hospitals NHS Trust (ZZ001)",
    "site": "Cove Street Neurology Centre (ZZ01B)",
    "homecare_provider": "Lloyds Pharmacy Clinical Homecare Limited",
}
PHONES = {
    "team_phone": "020 7946 0101",
    "mobile": "07700 900102",
    "landline": "020 7946 0103",
    "carer_phone": "07700 900104",
    "pharmacy_phone": "020 7946 0105",
}
EMAILS = ("team_email", "email", "pharmacy_email")
ADDRESSES = ("home_address", "delivery_address", "invoice_address")
PERMISSIONS = ("carer_permission", "permission_nurse", "permission_homecare", "permission_app")
DECLARATIONS = (
    "prescribing_decision", "hepatitis_b_reviewed", "immune_status_reviewed", "vaccines_reviewed",
    "no_active_infection", "nominated_age", "privacy_notice_given", "hcp_declaration",
)  # fmt: skip
CHOSEN = {
    "referrer_register": "nmc",
    "best_time": "evening",
    "ms_type": "spms_relapses",
    "allergies_known": "yes",
    "delivery_frequency": "monthly",
    "prescription_status": "with_pharmacy",
}
YES = {
    "voicemail_ok", "sms_ok", "interpreter", "carer", "reminders", "nominated", "fridge", "sharps_bin",
}  # fmt: skip
NO = {"deliver_home", "adverse_event"}
TEXTS = (
    "referrer_name", "referrer_role", "referrer_number", "given_name", "family_name", "hospital_number",
    "interpreter_language", "communication_needs", "carer_name", "carer_relationship", "consultant_name",
    "consultant_gmc", "allergies", "support_needs", "nominated_name", "access_notes", "pharmacy_contact",
    "purchase_order",
)  # fmt: skip
WITH_SAFETY_QUESTION = ("communication_needs", "allergies", "support_needs", "access_notes")
NUMBER = "9990012342"
BORN = date(1961, 3, 27)


@dataclass(frozen=True, slots=True)
class Sentinel:
    """How one field is recognised: in print, and by other spellings that its answer may take."""

    key: str
    printed: tuple[str, ...]
    spellings: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        return self.printed + self.spellings


def answer_mark(key: str) -> str:
    return f"qzval{_NUMBERS[key]}x"


def label_mark(key: str) -> str:
    return f"qzlab{_NUMBERS[key]}x"


@dataclass(frozen=True, slots=True)
class Marked:
    """One registration in which every answer is marked, on a day."""

    scenario: Scenario
    today: date

    def days(self) -> dict[str, date]:
        """Return days with two digits, no two alike, so that none can be read into another."""
        # Days on which nothing else happened: the demo's agreements have dates of their own.
        past = (day for back in range(60, 90) if (day := self.today - timedelta(days=back)).day >= 10)
        days = dict(zip(PERMISSIONS, past, strict=False))
        coming = (day for ahead in range(40, 90) if (day := self.today + timedelta(days=ahead)).day >= 10)
        days |= dict(zip(("first_delivery_by", "first_dose_date"), coming, strict=False))
        return {**days, "date_of_birth": BORN}

    def answers(self) -> dict[str, str | list[str]]:
        """Return what is typed or chosen, by the name of the input."""
        typed: dict[str, str | list[str]] = {key: f"Zoë {answer_mark(key)}" for key in TEXTS}
        typed |= PHONES | CHOSEN | FROM_DIRECTORY | dict.fromkeys(YES, "yes") | dict.fromkeys(NO, "no")
        typed |= {key: f"{answer_mark(key)}@harbourvale.invalid" for key in EMAILS}
        typed |= dict.fromkeys(DECLARATIONS, "yes")
        typed |= {f"{key}_adverse_event": "no" for key in WITH_SAFETY_QUESTION}
        for key in ADDRESSES:
            typed |= {
                f"{key}_line_1": f"1 {answer_mark(key)} Road",
                f"{key}_town": "Harbour Vale",
                f"{key}_postcode": "ZZ1 1AA",
            }
        for key, day in self.days().items():
            typed |= {
                f"{key}_day": str(day.day),
                f"{key}_month": str(day.month),
                f"{key}_year": str(day.year),
            }
        for key in PERMISSIONS:
            typed |= {f"{key}_given": "yes", f"{key}_how": "video"}
        typed |= {
            "health_number_kind": "nhs",
            "health_number_number": NUMBER,
            "services": list(self.scenario.services),
            "visit_mode": "mixed" if self.scenario.visits_at_home else "virtual",
            "signature_name": f"Zoë {answer_mark('signature')}",
            "signature_job_title": "MS specialist nurse",
        }
        if not self.scenario.with_email:
            typed["email"] = ""
        return typed

    def sentinels(self) -> dict[str, Sentinel]:
        """Return the marks of every field of the sheet, asked or not."""
        return {key: self._sentinel(key) for key in all_keys()}

    def typed_marks(self) -> tuple[str, ...]:
        """Return the marks of what was typed by hand: nothing of the form's wording, nothing of the directory."""
        wording = {label_mark(key) for key in _TYPED} | {answer_mark(key) for key in PERMISSIONS}
        marks = (mark for key, one in self.sentinels().items() if key in _TYPED for mark in one.all)
        return tuple(mark for mark in marks if mark not in wording)

    def _sentinel(self, key: str) -> Sentinel:
        if key in SUPPLEMENTS:
            return Sentinel(key, (SUPPLEMENTS[key],))
        days = self.days()
        printed, spellings = [label_mark(key)], list[str]()
        if key in days:
            day = days[key]
            printed.append(f"{day.day} {day:%B} {day.year}")
            spellings += [day.isoformat(), f"{day:%d/%m/%Y}", f"{day:%Y%m%d}"]
        if key in FROM_DIRECTORY:
            printed.append(FROM_DIRECTORY[key].partition(" (")[0])
        elif key in PHONES:
            printed.append(PHONES[key])
            spellings.append(f"+44{PHONES[key].replace(' ', '')[1:]}")
        elif key == "health_number":
            printed.append(NUMBER)
        elif key not in YES | NO | days.keys() - set(PERMISSIONS):
            printed.append(answer_mark(key))
        return Sentinel(key, tuple(printed), tuple(spellings))


_TYPED = {
    *TEXTS, *PHONES, *EMAILS, *ADDRESSES, *PERMISSIONS,
    "health_number", "date_of_birth", "signature", "first_dose_date", "first_delivery_by",
}  # fmt: skip


def marked_form(data: Any) -> Any:
    """Mark every label, option and statement of the registration as an editor would write it, in place."""
    for field in fields_of(data):
        key = field["key"]
        field["label"] = f"{field['label']} {label_mark(key)}"
        for option in field.get("options", ()):
            option["label"] = f"{option['label']} {answer_mark(key)}"
        if "statement" in field:
            field["statement"] = f"{field['statement']} {answer_mark(key)}"
    return data


def fields_of(data: Any) -> Iterator[Any]:
    """Yield every question of the form's file."""
    for step in data["steps"]:
        yield from (field["value"] for field in step["value"]["fields"])
