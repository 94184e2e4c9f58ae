"""The journey as its page shows it: phases, their steps, who takes part, and where each lies in the year."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from content.touchpoints.rhythms import Rhythm
from content.touchpoints.weeks import column_before, column_of, delivery_weeks, in_words, injection_weeks
from forms.registration.calendar import Schedule


@dataclass(frozen=True, slots=True)
class Lane:
    """Somebody, or something, that takes part; `number` counts from 1 and stands for a column and a colour."""

    key: str
    label: str
    icon: str
    number: int
    in_development: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One lane's part in a step: it acts, or it is involved."""

    lane: Lane
    acts: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """A point in one column of the time scale, or a stretch up to and with the column `until`."""

    start: str
    until: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One touchpoint. `first` is None before week 0; `note` is rich text; `parts` stand in order of lanes."""

    anchor: str
    title: str
    note: Any
    channel: str
    parts: tuple[Part, ...]
    first: int | None
    last: int | None
    rhythm: Rhythm
    optional: bool
    in_development: bool
    when: str = ""
    marks: tuple[Mark, ...] = ()
    hidden: bool = False

    @property
    def actor(self) -> Lane | None:
        """Return who acts."""
        return next((part.lane for part in self.parts if part.acts), None)

    @property
    def involved(self) -> list[Lane]:
        """Return who takes part beside whoever acts."""
        return [part.lane for part in self.parts if not part.acts]

    @property
    def lane_keys(self) -> str:
        """Return the keys of all lanes that take part, with spaces between."""
        return " ".join(part.lane.key for part in self.parts)


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of time and its steps; `first` is None before week 0, `mark` its place on the time scale."""

    title: str
    when: str
    steps: tuple[Step, ...]
    first: int | None
    last: int | None
    mark: Mark = Mark("")

    @property
    def hidden(self) -> bool:
        """Say whether a filter leaves none of its steps."""
        return all(step.hidden for step in self.steps)


@dataclass(frozen=True, slots=True)
class Journey:
    """Everything that a reader sees of the journey, filtered to the lanes in `chosen` unless that is empty."""

    lanes: tuple[Lane, ...]
    phases: tuple[Phase, ...]
    chosen: tuple[Lane, ...] = ()

    @property
    def steps(self) -> list[Step]:
        """Return the steps of all phases in order."""
        return [step for phase in self.phases for step in phase.steps]

    @property
    def said(self) -> str:
        """Say how much of the journey is shown."""
        total, shown = len(self.steps), sum(not step.hidden for step in self.steps)
        if not self.chosen:
            return f"All {total} touchpoints"
        return f"{shown} of {total} touchpoints: {', '.join(lane.label for lane in self.chosen)}"


def placed(phases: Iterable[Phase], *, schedule: Schedule | None, months_each: int) -> tuple[Phase, ...]:
    """Give every step its place on the time scale and its time in words."""
    phases = tuple(phases)
    before = [step.anchor for phase in phases for step in phase.steps if step.first is None]
    found = []
    for phase in phases:
        steps = tuple(_placed(step, before, schedule, months_each) for step in phase.steps)
        found.append(replace(phase, steps=steps, mark=_span(phase, steps)))
    return tuple(found)


def filtered(journey: Journey, keys: Collection[str]) -> Journey:
    """Hide the steps in which none of some lanes takes part; unknown keys count for nothing."""
    chosen = tuple(lane for lane in journey.lanes if lane.key in keys)
    kept = {lane.key for lane in chosen}
    phases = tuple(
        replace(
            phase,
            steps=tuple(
                replace(step, hidden=bool(kept) and not any(part.lane.key in kept for part in step.parts))
                for step in phase.steps
            ),
        )
        for phase in journey.phases
    )
    return replace(journey, phases=phases, chosen=chosen)


def points_of(step: Step, schedule: Schedule | None, months_each: int) -> tuple[int, ...]:
    """Return the weeks in which a step happens again and again; none where it is a stretch."""
    if schedule is None or step.first is None:
        return ()
    weeks: tuple[int, ...] = ()
    if step.rhythm in (Rhythm.INJECTION, Rhythm.BEFORE_INJECTION, Rhythm.REMINDER):
        weeks = injection_weeks(schedule)
    elif step.rhythm == Rhythm.DELIVERY:
        weeks = delivery_weeks(schedule, months_each=months_each)
    last = step.first if step.last is None else step.last
    return tuple(week for week in weeks if step.first <= week <= last)


def _placed(step: Step, before: list[str], schedule: Schedule | None, months_each: int) -> Step:
    points = points_of(step, schedule, months_each)
    marks = tuple(_marks(step, before, points))
    return replace(step, when=in_words(step.first, step.last, points), marks=marks)


def _marks(step: Step, before: list[str], points: tuple[int, ...]) -> Iterator[Mark]:
    if step.first is None:
        yield Mark(column_before(before.index(step.anchor), len(before)))
    elif points:
        yield from (Mark(column_of(week)) for week in points)
    elif step.last is not None and step.last > step.first:
        yield Mark(column_of(step.first), column_of(step.last))
    else:
        yield Mark(column_of(step.first))


def _span(phase: Phase, steps: tuple[Step, ...]) -> Mark:
    """Return the stretch of a phase; before week 0 it begins and ends with what it holds."""
    before = [mark.start for step in steps if step.first is None for mark in step.marks]
    if phase.first is not None:
        start = column_of(phase.first)
    else:
        start = before[0] if before else column_before(0, 1)
    if phase.last is not None:
        return Mark(start, column_of(phase.last))
    return Mark(start, before[-1] if before and phase.first is None else start)
