"""Somebody's work on a form as one request needs it, wherever it is kept: what its pages ask of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

from forms.definitions.form_building import StepForm
from forms.definitions.kinds import FormKind, kind_of
from forms.definitions.spec import FormSpec, StepSpec
from forms.definitions.words import KindWords
from forms.submissions.journey import Journey, Stop, journey_of
from forms.submissions.work import Work

# On a step's address: the person came from the check page and wants to return there.
CHANGE = "change"


@dataclass(frozen=True, slots=True)
class OpenWork:
    """A form with its work and the journey so far. A subclass says where its pages are."""

    spec: FormSpec
    work: Work
    journey: Journey

    @property
    def kind(self) -> FormKind:
        """Return the kind of the form."""
        return kind_of(self.spec.kind)

    @property
    def words(self) -> KindWords:
        """Return what the pages call things."""
        return self.kind.words

    @property
    def home_url(self) -> str:
        """Return where Back leads from the first page."""
        raise NotImplementedError

    def url(self, name: str) -> str:
        """Return the address of one of the pages that are no step."""
        raise NotImplementedError

    def address_of_step(self, step_key: str) -> str:
        """Return the address of a step's page, without more."""
        raise NotImplementedError

    def step_url(self, step_key: str, *, change: bool = False, anchor: str = "") -> str:
        """Return the address of a step's page."""
        url = self.address_of_step(step_key)
        return url + (f"?{CHANGE}=1" if change else "") + (f"#{anchor}" if anchor else "")

    def stop_url(self, stop: Stop | None, *, change: bool = False) -> str:
        """Return the address of a stop of the journey; after the last one the answers are checked."""
        return self.step_url(stop.key, change=change) if stop else self.url("check")

    def where_to_go_on(self) -> str:
        """Return the address of the first page that is not complete, or of the check page."""
        return self.stop_url(self.journey.next_to_do)

    def next_url(self, step_key: str, *, change: bool) -> str:
        """Return where a saved page leads: a changed answer may have opened others before the check."""
        if change:
            return self.stop_url(self.journey.next_to_do, change=True)
        return self.stop_url(self.journey.after(step_key))

    def steps(self, current: str) -> list[dict[str, object]]:
        """Return the progress list: pages that may be opened are links."""
        listed: list[dict[str, object]] = [
            {
                "title": stop.step.title,
                "url": self.step_url(stop.key) if stop.open else "",
                "done": stop.complete,
                "current": stop.key == current,
            }
            for stop in self.journey.stops
        ]
        check = self.url("check") if self.journey.complete else ""
        last = self.words.last_step
        return [*listed, {"title": last, "url": check, "done": False, "current": not current}]

    def after(self, step: StepSpec, form: StepForm) -> Self:
        """Return the work as it will be once the answers of a page that are right so far are saved."""
        work = self.work.with_step(step, form.valid_answers(), complete=True, revision=0, page="")
        return replace(self, work=work, journey=journey_of(self.spec, work.answers, work.visited))
