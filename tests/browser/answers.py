"""What a team answers: the demo's synthetic registration, each time for another synthetic patient."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from itertools import count
from typing import Any

from content.demo.filling import typed
from tests.processes import ROOT

Answers = dict[str, str | list[str]]

_DEMO: dict[str, Any] = json.loads((ROOT / "content/programmes/kesimptaconnect/demo.json").read_text())
PASSPHRASES: dict[str, str] = {one["partner"]: one["passphrase"] for one in _DEMO["destinations"]}
PATIENT = "Ó Dubhthaigh-Nguyễn"


def synthetic_numbers() -> Iterator[str]:
    """Yield valid NHS numbers of the range that is kept for tests, after those of the demo."""
    for nine in count(999_000_100):
        digits = [int(digit) for digit in str(nine)]
        check = -sum(digit * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        if check != 10:
            yield f"{nine}{check}"


_numbers = synthetic_numbers()


def a_registration(**changes: str | list[str]) -> Answers:
    """Return every answer by input name, for a patient nobody registered before."""
    demo: Answers = _DEMO["registration"]["answers"] | {"health_number_number": next(_numbers)}
    # The browser's clock and the product's are the same machine's.
    return typed(demo, today=date.today()) | changes  # noqa: DTZ011


def particulars(kind: str) -> Answers:
    """Return what a team answers about an agreement, by input name: the demo's own answers."""
    answers: dict[str, Any] = _DEMO["agreement_answers"][kind]
    return {name: "yes" if answer is True else answer for name, answer in answers.items()}
