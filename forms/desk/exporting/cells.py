"""Answers as the text of a cell, and text that no spreadsheet takes for a formula."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter

from forms.definitions.fields import field_type
from forms.definitions.fields.base import FieldType
from forms.definitions.fields.choices import Checkboxes, Radios
from forms.definitions.fields.confirmations import Declaration
from forms.definitions.fields.dates import Date
from forms.definitions.fields.text import LongText
from forms.definitions.spec import FieldSpec, Json

Printer = Callable[[Json], str]
BETWEEN = "; "
CONFIRMED = "Confirmed"
# What a spreadsheet takes for the beginning of a formula, full width too, and what may stand before it.
_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_FIRST = itemgetter(slice(1))
_RISKY = _FORMULA | frozenset(" \x0b\x0c\x1c\x1d\x1e\x1f\x85\xa0")


class Labels(dict[str, str]):
    """The labels of the options of a question with one answer, by their values; others have an empty one."""

    def __missing__(self, value: str) -> str:
        return ""


def printer_of(field: FieldSpec) -> Printer | Labels | None:
    """Return what makes the text of a cell of an answer to a question; what does not fit makes an empty one.

    Asked for every answer of an export, so what can be worked out beforehand is. Labels: a text stands for
    one of them. None: a text is its own cell. What is no text makes an empty cell with either.
    """
    kind = field_type(field.type)
    if isinstance(kind, Radios):
        return Labels((option.value, option.label) for option in kind.options(field))
    if isinstance(kind, Checkboxes):
        return _several({option.value: option.label for option in field.options})
    if isinstance(kind, Declaration):
        return lambda stored: CONFIRMED if stored is True else ""
    # A day stays as it is stored, 2027-01-04, which sorts.
    if isinstance(kind, Date | LongText) or type(kind)._lines is FieldType._lines:
        return None
    return lambda stored: BETWEEN.join(kind.lines(field, stored))


def _several(labels: dict[str, str]) -> Printer:
    def printed(stored: Json) -> str:
        chosen = stored if isinstance(stored, list) else ()
        return BETWEEN.join([label for value, label in labels.items() if value in chosen])

    return printed


def neutral(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    if text[:1] in _RISKY and (text[0] in _FORMULA or text.lstrip()[:1] in _FORMULA):
        return f"'{text}"
    return text


def neutral_line(line: Sequence[str]) -> Sequence[str]:
    """Return the cells of a line, none of them a formula."""
    # Hardly any line has such a cell, and this runs for all of them.
    return line if _RISKY.isdisjoint(map(_FIRST, line)) else [neutral(cell) for cell in line]
