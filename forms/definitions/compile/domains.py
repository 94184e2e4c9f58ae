"""Which answers to a question are left once conditions must hold. Pure; errs on the side of too many."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Protocol

from forms.definitions import checks, conditions
from forms.definitions.fields.base import Compared
from forms.definitions.fields.day import EARLIEST_YEAR, LATEST_YEAR, stored_day
from forms.definitions.fields.numbers import MOST_DIGITS, decimals
from forms.definitions.fields.row_counts import fewest_rows, most_rows
from forms.definitions.fields.times import is_time
from forms.definitions.spec import Condition, FieldSpec

DAYS = (date(EARLIEST_YEAR, 1, 1).toordinal(), date(LATEST_YEAR, 12, 31).toordinal())
MINUTES = (0, 24 * 60 - 1)


class Left(Protocol):
    """The answers that are left of a question that is answered."""

    @property
    def empty(self) -> bool: ...

    def narrowed(self, condition: Condition, *, holds: bool) -> Left:
        """Return those of the answers for which the condition holds, or does not."""
        ...


@dataclass(frozen=True, slots=True)
class Anything:
    """Answers of which only is known whether there is one."""

    empty: bool = False

    def narrowed(self, condition: Condition, *, holds: bool) -> Left:
        return self


@dataclass(frozen=True, slots=True)
class Listed:
    """One of a list of values; without a list (None) any text that is not barred."""

    values: frozenset[str] | None
    barred: frozenset[str] = frozenset()

    @property
    def empty(self) -> bool:
        return self.values is not None and not self.values

    def narrowed(self, condition: Condition, *, holds: bool) -> Left:
        wanted = frozenset(condition.values)
        if condition.operator == conditions.CONTAINS_WORDS:
            return self._where(
                lambda value: conditions.holds(condition, {condition.field: (value,)}) is holds
            )
        if holds is (condition.operator != conditions.NOT_EQUALS):
            known = wanted - self.barred
            return replace(self, values=known if self.values is None else self.values & known)
        kept = None if self.values is None else self.values - wanted
        return replace(self, values=kept, barred=self.barred | wanted)

    def _where(self, fits: conditions.Fits) -> Listed:
        return self if self.values is None else replace(self, values=frozenset(filter(fits, self.values)))


@dataclass(frozen=True, slots=True)
class Several:
    """Some of a list of values: one of each of `needed`, none of `barred`; exactly one of `single` if set."""

    values: frozenset[str]
    needed: tuple[frozenset[str], ...] = ()
    barred: frozenset[str] = frozenset()
    single: frozenset[str] | None = None

    @property
    def empty(self) -> bool:
        if self.single is None:
            return not (self.values - self.barred) or any(not (one - self.barred) for one in self.needed)
        return not any(all(value in one for one in self.needed) for value in self.single - self.barred)

    def narrowed(self, condition: Condition, *, holds: bool) -> Left:
        wanted = frozenset(condition.values) & self.values
        if condition.operator in (conditions.EQUALS, conditions.ONE_OF):
            return self._one_of(wanted) if holds else self
        if holds is (condition.operator == conditions.CONTAINS):
            return replace(self, needed=(*self.needed, wanted))
        return replace(self, barred=self.barred | wanted)

    def _one_of(self, wanted: frozenset[str]) -> Several:
        return replace(self, single=wanted if self.single is None else self.single & wanted)


@dataclass(frozen=True, slots=True)
class Span:
    """Days, minutes or numbers, counted in whole steps of which `scale` make one."""

    low: int
    high: int
    compared: Compared
    scale: int = 1
    barred: frozenset[int] = frozenset()

    @property
    def empty(self) -> bool:
        within = sum(1 for one in self.barred if self.low <= one <= self.high)
        return within >= self.high - self.low + 1

    def narrowed(self, condition: Condition, *, holds: bool) -> Left:
        found = [one for value in condition.values if (one := self._steps(value)) is not None]
        if len(found) < len(condition.values) or not found:
            return self
        match condition.operator:
            case "equals" | "one_of":
                return self._among(found) if holds else self._without(found)
            case "not_equals":
                return self._without(found) if holds else self._among(found)
            case "before":
                return self._below(found[0], strictly=True) if holds else self._above(found[0])
            case "after":
                return self._above(found[0], strictly=True) if holds else self._below(found[0])
            case "at_least":
                return self._above(found[0]) if holds else self._below(found[0], strictly=True)
            case "at_most":
                return self._below(found[0]) if holds else self._above(found[0], strictly=True)
        return self

    def limited(self, lowest: str, highest: str) -> Span:
        """Return what lies between two values, either of which may be empty or of no use."""
        low, high = self._steps(lowest), self._steps(highest)
        span = self if low is None else self._above(low)
        return span if high is None else span._below(high)

    def _above(self, step: Decimal, *, strictly: bool = False) -> Span:
        least = int(step.to_integral_value(ROUND_CEILING))
        return replace(self, low=max(self.low, least + 1 if strictly and least == step else least))

    def _below(self, step: Decimal, *, strictly: bool = False) -> Span:
        most = int(step.to_integral_value(ROUND_FLOOR))
        return replace(self, high=min(self.high, most - 1 if strictly and most == step else most))

    def _among(self, steps: list[Decimal]) -> Span:
        whole = sorted(int(one) for one in steps if one == int(one) and self.low <= one <= self.high)
        open_ = [one for one in whole if one not in self.barred]
        if not open_:
            return replace(self, low=1, high=0)
        between = frozenset(range(open_[0], open_[-1])) - set(open_) if len(open_) < 50 else frozenset()
        return replace(self, low=open_[0], high=open_[-1], barred=self.barred | between)

    def _without(self, steps: list[Decimal]) -> Span:
        return replace(self, barred=self.barred | {int(one) for one in steps if one == int(one)})

    def _steps(self, value: str) -> Decimal | None:
        if self.compared == Compared.DATE:
            day = stored_day(value)
            return Decimal(day.toordinal()) if day else None
        if self.compared == Compared.TIME:
            return Decimal(int(value[:2]) * 60 + int(value[3:])) if is_time(value) else None
        number = conditions.number_of(value)
        return number * self.scale if number is not None else None


def answers_to(field: FieldSpec, compared: Compared, values: frozenset[str]) -> Left:
    """Return all answers that a question may get."""
    match compared:
        case Compared.CHOICE:
            return Listed(values)
        case Compared.SEVERAL:
            return Several(values)
        case Compared.TEXT:
            return Listed(None)
        case Compared.DATE:
            span = Span(*(DAYS if field.type != "computed_date" else (1, date.max.toordinal())), compared)
        case Compared.TIME:
            span = Span(*MINUTES, compared)
        case Compared.NUMBER:
            if field.type == "rows":
                span = Span(fewest_rows(field), most_rows(field), compared)
            else:
                scale = 10 ** decimals(field)
                most = 10**MOST_DIGITS * scale
                span = Span(-most, most, compared, scale)
        case _:
            return Anything()
    return _checked(field, span)


def _checked(field: FieldSpec, span: Span) -> Span:
    """Return the span within the limits that the editor set; what depends on today limits nothing here."""
    for lowest, highest in (("earliest", "latest"), ("smallest", "largest")):
        low, high = (field.settings.get(name) for name in (lowest, highest))
        span = span.limited(low if isinstance(low, str) else "", high if isinstance(high, str) else "")
    for check in field.checks:
        if check.kind in (checks.EARLIEST, checks.SMALLEST):
            span = span.limited(check.value, "")
        elif check.kind in (checks.LATEST, checks.LARGEST):
            span = span.limited("", check.value)
    return span
