"""Decide where a person is on a form: which pages lie on the path, are complete, may be opened. Pure."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from forms.definitions.fields import field_type
from forms.definitions.path import AppliedForm, apply
from forms.definitions.spec import Answers, FormSpec, StepSpec


@dataclass(frozen=True, slots=True)
class Stop:
    """One page on the path. `open`: every page before it is complete, so it may be opened."""

    step: StepSpec
    complete: bool
    open: bool

    @property
    def key(self) -> str:
        return self.step.key


@dataclass(frozen=True, slots=True)
class Journey:
    """The pages that the answers lead to, in order, with the answers that lie on that path."""

    stops: tuple[Stop, ...]
    applied: AppliedForm

    @property
    def complete(self) -> bool:
        """Say whether every page is complete, so that the answers may be checked and sent."""
        return all(stop.complete for stop in self.stops)

    @property
    def next_to_do(self) -> Stop | None:
        """Return the first page that is not complete; None when all are."""
        return next((stop for stop in self.stops if not stop.complete), None)

    def stop(self, step_key: str) -> Stop | None:
        """Return the page with this key, or None when the answers do not lead to it."""
        return next((stop for stop in self.stops if stop.key == step_key), None)

    def before(self, step_key: str) -> Stop | None:
        """Return the page before this one; None before the first."""
        previous = None
        for stop in self.stops:
            if stop.key == step_key:
                return previous
            previous = stop
        return None

    def after(self, step_key: str) -> Stop | None:
        """Return the page after this one; None after the last, where the answers are checked."""
        found = False
        for stop in self.stops:
            if found:
                return stop
            found = stop.key == step_key
        return None


def journey_of(
    spec: FormSpec, answers: Answers, visited: Collection[str], *, today: date | None = None
) -> Journey:
    """Plan the pages of a form for what was answered so far; `visited` are the steps saved whole.

    With `today` the days that are counted from it are worked out anew. A step of which nothing is shown
    is no page.
    """
    applied = apply(spec, answers, today=today)
    stops = []
    reachable = True
    for step in applied.steps:
        if all(field_type(field.type).hidden for field in step.fields):
            continue
        complete = step.key in visited and not _unanswered(step, applied.answers)
        stops.append(Stop(step=step, complete=complete, open=reachable))
        reachable = reachable and complete
    return Journey(stops=tuple(stops), applied=applied)


def _unanswered(step: StepSpec, answers: Answers) -> bool:
    """Say whether a needed answer is missing, for example to a question that a later page made appear."""
    return any(
        field.required and field.key not in answers and field_type(field.type).asked for field in step.fields
    )
