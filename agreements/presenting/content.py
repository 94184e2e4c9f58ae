"""An agreement as its parties read and sign it: text and particulars, frozen. Page and PDF show the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from agreements.texts import spec as texts
from agreements.texts.spec import TextSpec
from forms.documents.content import Row, Section


@dataclass(frozen=True, slots=True)
class Presented:
    """What was put before the parties. `text` has its merge fields filled in."""

    reference: str
    organisation: str
    organisation_code: str
    partner: str
    text: TextSpec
    text_number: int
    text_sha256: str
    particulars: tuple[Section, ...]
    particulars_sha256: str
    prepared_on: str
    # As recorded of the counterparty when the text was fixed; empty where nothing was.
    partner_company_number: str = ""
    partner_registered_office: str = ""


def counterparty_lines(presented: Presented) -> tuple[str, ...]:
    """Return the counterparty as it is printed: its name, and what is recorded of the company."""
    number, office = presented.partner_company_number, presented.partner_registered_office
    return (
        presented.partner,
        *([f"Company number {number}"] if number else []),
        *([f"Registered office: {office}"] if office else []),
    )


def presented_to_json(presented: Presented) -> dict[str, Any]:
    """Return plain JSON data, as it is sealed on the agreement."""
    data: dict[str, Any] = json.loads(json.dumps(asdict(presented)))
    return data


def presented_from_json(data: Mapping[str, Any]) -> Presented:
    """Read what `presented_to_json` wrote."""
    return Presented(
        **{
            **data,
            "text": texts.from_json(data["text"]),
            "particulars": tuple(
                Section(one["title"], tuple(Row(row["label"], tuple(row["lines"])) for row in one["rows"]))
                for one in data["particulars"]
            ),
        }
    )


def presented_sha256(presented: Presented) -> str:
    """Return the SHA-256 of the canonical JSON: what the parties agreed to, to the letter."""
    return sha256_of_json(presented_to_json(presented))


def sha256_of_json(value: Any) -> str:
    """Return the SHA-256 of a value's canonical JSON."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
