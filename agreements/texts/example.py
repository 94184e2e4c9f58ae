"""Made-up values, so that an editor reads a text as the parties will."""

from __future__ import annotations

from datetime import date

from agreements.kinds import KINDS, Kind
from agreements.particulars.contract import answers_in_text
from agreements.terms import first_day_in_words, last_day_in_words
from agreements.texts.merging import ANSWER_PREFIX
from directory.models import Partner
from forms.documents.content import Row, Section
from programme.models import Programme

FIRST_DAY = date(2030, 1, 1)
ORGANISATION = {
    "organisation_name": "Example Hospitals NHS Trust",
    "organisation_ods_code": "ZZ000",
    "organisation_address": "1 Example Road, Exampleton, ZZ1 1ZZ",
    "organisation_sites": "Example General Hospital",
}


def example_values(*, programme: Programme, kind: Kind, term_months: int | None) -> dict[str, str]:
    """Return a value for every merge field of a kind: the programme's own names, and made-up others."""
    role = Partner.Role(KINDS[kind].counterparty_role)
    partner = Partner.objects.filter(programme=programme, role=role).first()
    answers = {f"{ANSWER_PREFIX}{one.key}": _answer(one.key) for one in answers_in_text(kind)}
    return {
        **ORGANISATION,
        **answers,
        "partner_name": partner.name if partner else "Example Company Limited",
        "partner_role": str(role.label).lower(),
        "sponsor_name": programme.sponsor,
        "programme_name": programme.name,
        "product_name": programme.product.brand_name,
        "reference": f"{programme.reference_prefix}-EXAMPLE",
        "effective_date": first_day_in_words(FIRST_DAY),
        "expiry_date": last_day_in_words(FIRST_DAY, term_months),
        "term_months": str(term_months or ""),
    }


def example_particulars(kind: Kind) -> tuple[Section, ...]:
    """Return the particulars as they are printed, with a place for every answer."""
    rows = tuple(
        Row(one.key.replace("_", " ").capitalize(), (_answer(one.key),)) for one in answers_in_text(kind)
    )
    return (Section("As the organisation answers", rows),)


def _answer(key: str) -> str:
    return f"[{key.replace('_', ' ')}]"
