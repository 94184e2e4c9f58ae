"""What a draft holds while it is open: answers, which steps were saved, by which page, and what they took."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from forms.definitions.spec import Answers, Json, StepSpec


@dataclass(frozen=True, slots=True)
class Save:
    """The last save of a step: the draft's revision it made, and the page that it was typed on."""

    revision: int
    page: str


@dataclass(frozen=True, slots=True)
class Tally:
    """What a step took so far: seconds of work, and how often each of its questions was refused. No answers."""

    seconds: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Work:
    """Answers by field key; steps that were saved whole; the last save of each step; what each took."""

    answers: Answers = field(default_factory=dict)
    visited: frozenset[str] = frozenset()
    saves: Mapping[str, Save] = field(default_factory=dict)
    tallies: Mapping[str, Tally] = field(default_factory=dict)

    def changed_elsewhere(self, step_key: str, *, since: int, page: str) -> bool:
        """Say whether another page saved this step after revision `since` was shown on `page`.

        The same page may save again: a double click, a retry, or Back and a correction.
        """
        last = self.saves.get(step_key)
        if last is None or last.revision <= since:
            return False
        return not page or last.page != page

    def with_step(
        self, step: StepSpec, answers: Answers, *, complete: bool, revision: int, page: str
    ) -> Work:
        """Return the work with one step's answers replaced; keys of other steps are not taken."""
        own = {one.key for one in step.fields}
        kept = {key: value for key, value in self.answers.items() if key not in own}
        return Work(
            answers={**kept, **{key: value for key, value in answers.items() if key in own}},
            visited=self.visited | {step.key} if complete else self.visited - {step.key},
            saves={**self.saves, step.key: Save(revision, page)},
            tallies=self.tallies,
        )

    def with_seconds(self, step_key: str, seconds: int) -> Work:
        """Return the work with time that a step took counted."""
        if not seconds:
            return self
        known = self.tallies.get(step_key, Tally())
        tally = replace(known, seconds=known.seconds + seconds)
        return replace(self, tallies={**self.tallies, step_key: tally})

    def with_refused(self, step_key: str, fields: Iterable[str]) -> Work:
        """Return the work with one refusal more of each of these questions of a step."""
        known = self.tallies.get(step_key, Tally())
        refused = {**known.refused, **{key: known.refused.get(key, 0) + 1 for key in fields}}
        return replace(self, tallies={**self.tallies, step_key: replace(known, refused=refused)})


def work_from_json(data: Json) -> Work:
    """Read what `work_to_json` wrote; a closed draft holds nothing."""
    if not data:
        return Work()
    return Work(
        answers=data["answers"],
        visited=frozenset(data["visited"]),
        saves={key: Save(revision, page) for key, (revision, page) in data["saves"].items()},
        tallies={key: Tally(*tally) for key, tally in data.get("tallies", {}).items()},
    )


def work_to_json(work: Work) -> dict[str, Any]:
    """Return the work as plain JSON data, as a draft stores it."""
    data: dict[str, Any] = {
        "answers": dict(work.answers),
        "visited": sorted(work.visited),
        "saves": {key: [save.revision, save.page] for key, save in work.saves.items()},
    }
    if work.tallies:
        data["tallies"] = {key: [one.seconds, dict(one.refused)] for key, one in work.tallies.items()}
    return data
