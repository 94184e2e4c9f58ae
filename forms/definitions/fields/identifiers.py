"""Health-service numbers of the three registers. Pure rules, no Django.

Formats: NHS Data Model and Dictionary, "NHS NUMBER", "COMMUNITY HEALTH INDEX NUMBER" and "HEALTH AND
CARE NUMBER". The check digit alone is no proof: 0000000000 passes it.
"""

from __future__ import annotations

import re
from datetime import date, datetime

from nhs_number.constants import REGION_ENGLAND_WALES_IOM, REGION_SCOTLAND, Region
from nhs_number.validate import calculate_checksum

NHS, CHI, HC = "nhs", "chi", "hc"
LABELS = {NHS: "NHS number", CHI: "CHI number", HC: "H&C number"}
_ARTICLES = {NHS: "an", CHI: "a", HC: "an"}
COUNTRIES = {NHS: "England, Wales and the Isle of Man", CHI: "Scotland", HC: "Northern Ireland"}

# Never issued to anybody: the only numbers that made-up patients may have.
TEST_RANGE = "999"
# What other programs put between the digits, seen or not.
_SEPARATORS = re.compile("[\\s\u00ad\u200b-\u200d\u2010-\u2015\u2060\u2212-]+")
_LOWEST_HC, _HIGHEST_HC = 3_200_000_010, 3_999_999_999
# Unallocated in the published ranges, though England is said to have begun to issue from it.
_DOUBTFUL = range(3_113_000_000, 3_200_000_000)
# Quoted in public documentation, with right check digits: nobody's number, often typed as a stopgap.
_WELL_KNOWN = frozenset(
    {"4010232137", "4505577104", "9434765919", "9876543210", "0123456789", "1234567890", "0987654321"}
)


class NumberProblem(ValueError):
    """The text is no number of this kind; `message` says how to put it right."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def normal_number(kind: str, text: str, *, synthetic_only: bool) -> str:
    """Return the ten digits of a health-service number; raise NumberProblem.

    With `synthetic_only` (demonstrations) only NHS numbers from the never-issued 999 range are taken:
    for CHI and H&C no such range exists, so any number of theirs could be a real person's. Otherwise
    the 999 range is refused.
    """
    name = LABELS[kind]
    digits = _SEPARATORS.sub("", text)
    if not (digits.isascii() and digits.isdigit()):
        raise NumberProblem(f"Enter the {name} using only digits and spaces")
    if len(digits) != 10:
        zero = ", with the zero it may start with" if kind == CHI else ""
        raise NumberProblem(f"Enter the {name} with all 10 digits{zero}: this one has {len(digits)}")
    if len(set(digits)) == 1 or digits in _WELL_KNOWN:
        raise NumberProblem(f"Enter the patient's own {name}: {printed(kind, digits)} is an example")
    if kind == CHI and chi_day(digits) is None:
        raise NumberProblem(
            "Check the CHI number: its first 6 digits must be a date of birth, such as 310380"
        )
    if calculate_checksum(digits[:9]) != int(digits[9]):
        raise NumberProblem(f"Check the {name}: a digit is wrong or two are swapped")
    if synthetic_only:
        _check_made_up(kind, digits)
    else:
        _check_range(kind, digits)
    return digits


def _check_made_up(kind: str, digits: str) -> None:
    """Refuse what could be somebody's number; what is nobody's but no test number is a slip of the pen."""
    if kind == NHS and digits.startswith(TEST_RANGE):
        return
    if not any(_in_range(one, digits) for one in (NHS, CHI, HC)):
        raise NumberProblem(f"Check the {LABELS[kind]}: no health service issues numbers like this one")
    raise NumberProblem(
        "Only made-up patients may be entered here. "
        "Enter an NHS number that starts with 999, such as 999 000 0018"
    )


def _check_range(kind: str, digits: str) -> None:
    if digits.startswith(TEST_RANGE):
        raise NumberProblem(
            f"Enter the patient's own {LABELS[kind]}: numbers that start with 999 are for testing"
        )
    own = next((one for one in (NHS, CHI, HC) if _in_range(one, digits)), None)
    if _in_range(kind, digits):
        return
    if own is None:
        raise NumberProblem(f"Check the {LABELS[kind]}: no health service issues numbers like this one")
    raise NumberProblem(
        f"Check the kind of number: this looks like {_ARTICLES[own]} {LABELS[own]} ({COUNTRIES[own]})"
    )


def _in_range(kind: str, digits: str) -> bool:
    if kind == NHS:
        return _within(REGION_ENGLAND_WALES_IOM, digits) or int(digits) in _DOUBTFUL
    if kind == CHI:
        return _within(REGION_SCOTLAND, digits) and chi_day(digits) is not None
    return _LOWEST_HC <= int(digits) <= _HIGHEST_HC


def _within(region: Region, digits: str) -> bool:
    return any(block.start <= int(digits) <= block.end for block in region.ranges)


def numbers_meant(text: str) -> tuple[tuple[str, str], ...]:
    """Return (kind, ten digits) of every register whose number a text could be; empty if it is none."""
    digits = _SEPARATORS.sub("", text)
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return ()
    return tuple((kind, digits) for kind in (NHS, CHI, HC))


def caution(kind: str, digits: str) -> str:
    """Return what a person should look at twice, though the number is accepted; empty if nothing."""
    if kind == NHS and int(digits) in _DOUBTFUL:
        return "Check the NHS number: few numbers begin like this one"
    return ""


def chi_day(digits: str) -> tuple[int, int, int] | None:
    """Return day, month and two-digit year in a CHI number, or None where they are no date."""
    try:
        found = datetime.strptime(digits[:6], "%d%m%y")  # noqa: DTZ007 - a calendar day, no moment
    except ValueError:
        return None
    return found.day, found.month, int(digits[4:6])


def chi_agrees(digits: str, born: date) -> bool:
    """Say whether the date in a CHI number is this date of birth."""
    return chi_day(digits) == (born.day, born.month, born.year % 100)


def printed(kind: str, digits: str) -> str:
    """Return the number as printed: NHS and H&C numbers 3-3-4, CHI numbers 6-4."""
    if kind == CHI:
        return f"{digits[:6]} {digits[6:]}"
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
