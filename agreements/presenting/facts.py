"""An agreement in label and value, for its pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format

from agreements.models import Agreement
from agreements.standing import last_day_of
from agreements.terms import first_day_in_words

Medium = Agreement.Medium


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a summary; without a link to change it."""

    label: str
    text: str
    change_url: str = ""


def facts_of(agreement: Agreement, on: date) -> list[Fact]:
    """Return what a reader wants to know first. Nothing personal."""
    text = agreement.text_version
    facts = [
        Fact("Document", agreement.get_kind_display()),
        Fact("Organisation", str(agreement.organisation)),
        Fact("Counterparty", agreement.partner.name),
        Fact(
            "Text",
            f"Version {text.number}" + (" (sample text)" if text.is_sample else "")
            if text
            else "As on paper",
        ),
    ]
    if agreement.parent is not None:
        facts.append(Fact(agreement.get_origin_display(), f"Follows {agreement.parent.reference}"))
    if agreement.medium == Medium.PAPER:
        signed = f"on {date_format(agreement.signed_on)}" if agreement.signed_on else ""
        facts.append(Fact("Signed", f"On paper, {signed}; a scan is kept, attested by two people"))
    if agreement.medium == Medium.CARRIED:
        facts.append(Fact("Carried over", f"{agreement.basis}; attested by two people"))
    if agreement.effective_on:
        facts.append(Fact("In force from", date_format(agreement.effective_on)))
        last = last_day_of(agreement)
        facts.append(Fact("Last day", date_format(last) if last else "No fixed end"))
    elif agreement.is_open:
        wanted = first_day_in_words(agreement.starts_on)
        facts += [
            Fact("To start", wanted[0].upper() + wanted[1:]),
            Fact("To be signed by", date_format(agreement.sign_by)),
        ]
    if agreement.termination_requested_on and agreement.terminates_on:
        facts.append(
            Fact(
                "Termination",
                f"Asked for on {date_format(agreement.termination_requested_on)}; "
                f"not in force from {date_format(agreement.terminates_on)}",
            )
        )
    if agreement.closed_reason:
        facts.append(Fact("Reason", agreement.closed_reason))
    return facts
