"""Where an agreement's dates come from, and how long it is kept."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.formats import date_format

from agreements.models import Agreement
from agreements.standing import last_day_of
from agreements.terms import add_months

Medium = Agreement.Medium


def source_of_dates(agreement: Agreement) -> str:
    """Say from what the first and the last day of a complete agreement follow."""
    if agreement.medium == Medium.PAPER:
        return "As they stand on the paper"
    if agreement.medium == Medium.CARRIED:
        parent = agreement.parent.reference if agreement.parent else "another agreement"
        return f"Carried over from {parent}"
    wanted = agreement.starts_on
    first = "The day of the last signature"
    if wanted is not None:
        first += f", at the earliest the day that was wanted, {date_format(wanted)}"
    months = agreement.text_version.term_months if agreement.text_version else None
    return f"{first}; {f'a term of {months} months by the text' if months else 'the text fixes no end'}"


def retention_in_words() -> str:
    """Say how long every agreement is kept at least; the product itself erases none."""
    return f"{settings.AGREEMENT_RETENTION_YEARS} years after its last day"


def kept_until(agreement: Agreement) -> date | None:
    """Return until when a complete agreement is kept at least; None while no end of it is known."""
    last = last_day_of(agreement)
    return add_months(last, 12 * settings.AGREEMENT_RETENTION_YEARS) if last else None
