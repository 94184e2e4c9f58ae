"""What is wrong with a form, and where: the place is a path into what the editor filled in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# Sub-block names and positions from the form's field down: ("steps", 0, "fields", 2, "key").
# An empty path means the form as a whole.
BlockPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class CompileProblem:
    """One thing to put right before publishing. `where` names the place in an editor's words."""

    path: BlockPath
    message: str
    where: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class CompileFailed(Exception):
    """The form cannot be published; `problems` says everything that must change, in the order of the form."""

    def __init__(self, problems: Iterable[CompileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=_place))
        super().__init__("\n".join(str(problem) for problem in self.problems))


Problems = Iterator[CompileProblem]


def _place(problem: CompileProblem) -> tuple[bool, tuple[int, ...]]:
    """Order problems as the editor meets them: the form, then step by step, then its routes."""
    return problem.path[:1] == ("routes",), tuple(part for part in problem.path if isinstance(part, int))
