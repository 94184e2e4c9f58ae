"""NHS numbers from the range that is never issued, in order."""

from __future__ import annotations

from collections.abc import Iterator


def never_issued_numbers() -> Iterator[str]:
    """Yield valid NHS numbers from 999 000 0018 on."""
    for stem in range(999_000_001, 1_000_000_000):
        digits = str(stem)
        check = (
            11 - sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        )
        if check != 10:
            yield f"{digits}{check % 11}"
