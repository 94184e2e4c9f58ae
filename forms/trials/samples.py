"""Made-up answers to every question of a form, as plausible as nobody's can be.

Numbers are of the 999 range, which no health service issues; telephones of Ofcom's range for drama;
addresses end in .invalid (RFC 2606).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from forms.definitions.checks import (
    EARLIEST,
    LARGEST,
    LATEST,
    LONGEST,
    SHORTEST,
    SMALLEST,
    broken_check,
)
from forms.definitions.conditions import Facts, applies
from forms.definitions.context import Choice, FormContext
from forms.definitions.fields import field_type
from forms.definitions.fields.choices import offered
from forms.definitions.fields.columns import columns_of, type_of
from forms.definitions.fields.day import bound
from forms.definitions.fields.identifiers import NHS
from forms.definitions.fields.numbers import decimals, limit
from forms.definitions.spec import FieldSpec, FormSpec, Json

NUMBER = "9990000018"
GIVEN_NAME, FAMILY_NAME = "Sam", "Sample"
LINES = ("A sample answer.", "With a second line.")
WORDS = "Sample answer"


@dataclass(frozen=True, slots=True)
class Asking:
    """What a sample may depend on."""

    context: FormContext
    facts: Facts

    @property
    def today(self) -> date:
        return self.context.today


def sample_answers(spec: FormSpec, context: FormContext) -> dict[str, Json]:
    """Return a made-up answer to every question that the made-up answers before it lead to."""
    answers: dict[str, Json] = {}
    facts: dict[str, tuple[str, ...]] = {}
    for step in spec.steps:
        if not applies(step.show_when, facts):
            continue
        for field in step.fields:
            if not applies(field.show_when, facts):
                continue
            stored = sample_of(field, context, facts)
            if stored is not None:
                answers[field.key] = stored
                facts[field.key] = field_type(field.type).facts(stored)
    return answers


def sample_of(field: FieldSpec, context: FormContext, facts: Facts | None = None) -> Json:
    """Return a made-up answer to a question that keeps its checks where one does; None where it has none."""
    asking = Asking(context, facts or {})
    type_ = field_type(field.type)
    if not type_.collects:
        return None
    if not type_.asked:
        return type_.derive(field, None, asking.facts, asking.today)
    fitting = [one for one in _candidates(field, asking) if type_.fits(field, one)]
    kept = (one for one in fitting if not broken_check(field, one, asking.facts, asking.today))
    return next(kept, fitting[0] if fitting else None)


def _candidates(field: FieldSpec, asking: Asking) -> Iterator[Json]:
    make = _SAMPLES.get(field.type)
    if make is not None:
        yield from make(field, asking)


def _limits(field: FieldSpec, kind: str) -> Iterator[str]:
    return (check.value for check in field.checks if check.kind == kind)


def _text(field: FieldSpec, asking: Asking) -> Iterator[Json]:
    for part, words in (("given", GIVEN_NAME), ("family", FAMILY_NAME), ("surname", FAMILY_NAME)):
        if part in field.key:
            yield words
    longest = [int(one) for one in _limits(field, LONGEST) if one.isdigit()]
    setting = field.settings.get("max_length")
    most = min([200, *longest, *([setting] if isinstance(setting, int) else [])])
    fewest = max([0, *(int(one) for one in _limits(field, SHORTEST) if one.isdigit())])
    yield WORDS.ljust(fewest, "x")[: max(most, 1)].strip()


def _long_text(field: FieldSpec, asking: Asking) -> Iterator[Json]:
    yield "\n".join(LINES)
    yield from _text(field, asking)


def _date(field: FieldSpec, asking: Asking) -> Iterator[Json]:
    today = asking.today
    written = [field.settings.get("earliest"), field.settings.get("latest")]
    written += [*_limits(field, EARLIEST), *_limits(field, LATEST)]
    days = [day for one in written if (day := bound(one, today)) is not None]
    for known in asking.facts.values():
        days += [day for one in known if (day := bound(one, today)) is not None]
    ahead = [today + timedelta(days=14), today, today - timedelta(days=14)]
    for day in ahead + days:
        if _within(field, day, today):
            yield day.isoformat()
    yield today.isoformat()


def _within(field: FieldSpec, day: date, today: date) -> bool:
    earliest, latest = (bound(field.settings.get(name), today) for name in ("earliest", "latest"))
    return (earliest is None or earliest <= day) and (latest is None or day <= latest)


def _born(field: FieldSpec, asking: Asking) -> Iterator[Json]:
    youngest = field.settings.get("minimum_age")
    age = max(40, youngest if isinstance(youngest, int) else 0)
    yield date(asking.today.year - age - 1, 3, 31).isoformat()


def _number(field: FieldSpec, asking: Asking) -> Iterator[Json]:
    smallest, largest = limit(field, "smallest"), limit(field, "largest")
    bounds = [one for one in (smallest, largest) if one is not None]
    bounds += [Decimal(one) for kind in (SMALLEST, LARGEST) for one in _limits(field, kind)]
    usual = Decimal("7.5") if decimals(field) else Decimal(12)
    for one in (usual, *bounds):
        if (smallest is None or smallest <= one) and (largest is None or one <= largest):
            yield f"{one.normalize():f}"


def _rows(field: FieldSpec, asking: Asking) -> Iterator[Json]:
    fewest = field.settings.get("min_rows")
    row = {
        column.key: stored for column in columns_of(field) if (stored := _cell(column, asking)) is not None
    }
    yield [dict(row) for _ in range(max(2, fewest if isinstance(fewest, int) else 0))]
    yield [row]


def _cell(column: FieldSpec, asking: Asking) -> Json:
    fitting = (one for one in _candidates(column, asking) if type_of(column).fits(column, one))
    return next(fitting, None)


def _one_option(field: FieldSpec, asking: Asking) -> Iterator[Json]:
    yield from (value for value, _ in offered(field.options, asking.context))


def _all_options(field: FieldSpec, asking: Asking) -> Iterator[Json]:
    """Tick everything, which opens most of what depends on it."""
    values = [value for value, _ in offered(field.options, asking.context)]
    yield values
    yield values[:1]


def _chosen(choices: tuple[Choice, ...]) -> Iterator[Json]:
    return ({"id": choice.id, "label": choice.label} for choice in choices)


def _partner(field: FieldSpec, asking: Asking) -> Iterator[Json]:
    role = field.settings.get("role")
    return _chosen(tuple(one for one in asking.context.partners if one.group == role))


def _files(field: FieldSpec, asking: Asking) -> Iterator[Json]:
    offered = [one for one in asking.context.files if one.field == field.key]
    yield field_type(field.type).to_stored(field, offered[:1])


def _fixed(*samples: Json) -> Callable[[FieldSpec, Asking], Iterator[Json]]:
    return lambda field, asking: iter(samples)


_SAMPLES: dict[str, Callable[[FieldSpec, Asking], Iterator[Json]]] = {
    "short_text": _text,
    "long_text": _long_text,
    "email": _fixed("sam.sample@example.invalid"),
    "phone": _fixed("07700 900123", "020 7946 0018"),
    "date": _date,
    "date_of_birth": _born,
    "health_number": _fixed({"kind": NHS, "value": NUMBER}),
    "postcode": _fixed("ZZ1 1ZZ"),
    "address": _fixed({"lines": ["1 Sample Street"], "town": "Sampleton", "postcode": "ZZ1 1ZZ"}),
    "yes_no": _fixed("yes", "no"),
    "radios": _one_option,
    "select": _one_option,
    "checkboxes": _all_options,
    "organisation": lambda field, asking: _chosen(asking.context.organisations),
    "site": lambda field, asking: _chosen(asking.context.sites),
    "partner": _partner,
    "permission": lambda field, asking: iter(
        [{"given": True, "how": "in_person", "on": asking.today.isoformat()}]
    ),
    "declaration": _fixed(True),
    "signature": _fixed({"name": f"{GIVEN_NAME} {FAMILY_NAME}", "job_title": "MS specialist nurse"}),
    "number": _number,
    "time": _fixed("09:30", "14:15"),
    "rows": _rows,
    "files": _files,
}
