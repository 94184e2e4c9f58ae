"""What each question hangs on: through conditions, computed dates and comparisons with other answers."""

from __future__ import annotations

from collections.abc import Iterator

from forms.definitions.compile.assembly import has_companion
from forms.definitions.compile.companions import companion_key
from forms.definitions.compile.source import Source, SourceField, SourceStep
from forms.definitions.fields.derived import base_of

CIRCLE = (
    "“{}” itself hangs on this one: that is a circle. Take one of the two references away, "
    "or refer to a question that is earlier than both."
)


class Dependencies:
    """Who hangs on whom, directly or through others. Each question is walked once, so large forms cost little."""

    def __init__(self, source: Source) -> None:
        self._hangs: dict[str, set[str]] = {}
        for step in source.steps:
            for field in step.fields:
                for key in _referred(step, field):
                    self._hangs.setdefault(key, set()).add(field.spec.key)
                if has_companion(field):
                    self._hangs.setdefault(field.spec.key, set()).add(companion_key(field.spec.key))
        self._found: dict[str, frozenset[str]] = {}

    def on(self, key: str) -> frozenset[str]:
        """Return every question that hangs on this one; the question itself only where it is in a circle."""
        if key not in self._found:
            reached: set[str] = set()
            to_walk = list(self._hangs.get(key, ()))
            while to_walk:
                one = to_walk.pop()
                if one not in reached:
                    reached.add(one)
                    to_walk += self._hangs.get(one, ())
            self._found[key] = frozenset(reached)
        return self._found[key]


def _referred(step: SourceStep, field: SourceField) -> Iterator[str]:
    for rule in (step.spec.show_when, field.spec.show_when):
        yield from (condition.field for condition in rule.conditions)
    yield from (check.field for check in field.spec.checks if check.field)
    if field.spec.type == "computed_date" and (base := base_of(field.spec)):
        yield base
