"""Show compile problems beside the inputs they are about, and as a list on top."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.blocks import ListBlockValidationError, StreamBlockValidationError, StructBlockValidationError

from forms.definitions.compile import CompileProblem

STREAMS = frozenset({"steps", "routes", "fields"})
# More lines than this hide the form that they are about; the rest stands beside the inputs.
SUMMARY_LINES = 20


@dataclass(slots=True)
class _Place:
    messages: list[str] = field(default_factory=list)
    below: dict[str | int, _Place] = field(default_factory=dict)


def add_problems(form: WagtailAdminModelForm, problems: Iterable[CompileProblem]) -> None:
    """Add each problem to the field, and to the nested block, that it is about."""
    top = _Place()
    for problem in problems:
        place = top
        for part in problem.path:
            place = place.below.setdefault(part, _Place())
        place.messages.append(problem.message)
    for name, place in top.below.items():
        if name in form.fields:
            form.add_error(str(name), _error(str(name), place))


def summary(headline: str, lines: Sequence[object]) -> SafeString:
    """Return the message shown above the editor."""
    shown = [str(line) for line in lines[:SUMMARY_LINES]]
    if len(lines) > len(shown):
        shown.append(f"And {len(lines) - len(shown)} more, each beside its question.")
    items = format_html_join("", "<li>{}</li>", ((line,) for line in shown))
    return format_html("{}<ul>{}</ul>", headline, items)


def _error(name: str | int, place: _Place) -> ValidationError:
    if not place.below:
        return ValidationError(place.messages)
    errors = {part: _error(part, below) for part, below in place.below.items()}
    kind: Callable[..., ValidationError] = StructBlockValidationError
    if isinstance(next(iter(errors)), int):
        kind = StreamBlockValidationError if name in STREAMS else ListBlockValidationError
    return kind(errors, place.messages)
