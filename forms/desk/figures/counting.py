"""What the charts of a form count. Small numbers stay hidden from whoever may not read the answers."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.db.models.functions import TruncWeek
from django.utils import timezone

from accounts.permissions import metadata_of
from forms.definitions.spec import FormSpec
from forms.definitions.usage import SMALLEST_NUMBER_SHOWN
from forms.desk.figures.passages import last_step
from forms.desk.models import Passage
from forms.submissions.models import Draft, Submission
from forms.submissions.work import work_from_json

NOTHING_SAVED = "Nothing saved"
# More than these would cost more than they tell.
MOST_PASSAGES, MOST_DRAFTS, MOST_FIELDS = 20_000, 500, 15


@dataclass(frozen=True, slots=True)
class Figure:
    """A line of a table and its bar. `value` is None where the number is too small to be shown."""

    label: str
    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class FormFigures:
    """Everything that the page about a form shows."""

    weeks: tuple[Figure, ...]
    times: tuple[Figure, ...]
    stopped: tuple[Figure, ...]
    refused: tuple[Figure, ...]


def figures_of(
    *, spec: FormSpec, version_ids: Iterable[UUID], weeks: int, open_days: int, exact: bool, now: datetime
) -> FormFigures:
    """Count a form's submissions, times, endings and refusals over some weeks; three queries.

    `spec` is the newest version's: its steps and questions give order and names. `exact` shows small numbers.
    """
    versions = list(version_ids)
    first = _first_monday(timezone.localdate(now), weeks)
    rows = Passage.objects.filter(form_version__in=versions, closed_on__gte=first).order_by("-closed_on")
    passages = list(rows.values_list("sent", "last_step", "seconds", "errors")[:MOST_PASSAGES])
    left = Counter(step for sent, step, _, _ in passages if not sent)
    left.update(_left_open(versions, spec, now - timedelta(days=open_days)))
    return FormFigures(
        weeks=_by_week(versions, first, weeks, exact=exact),
        times=_times(spec, [seconds for sent, _, seconds, _ in passages if sent], exact=exact),
        stopped=_stopped(spec, left, exact=exact),
        refused=_refused(spec, [errors for *_, errors in passages], exact=exact),
    )


def _first_monday(today: date, weeks: int) -> date:
    return today - timedelta(days=today.weekday(), weeks=weeks - 1)


def _by_week(versions: list[UUID], first: date, weeks: int, *, exact: bool) -> tuple[Figure, ...]:
    since = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    rows = metadata_of(Submission).filter(form_version__in=versions, submitted_at__gte=since).order_by()
    counted = rows.annotate(week=TruncWeek("submitted_at")).values_list("week").annotate(Count("pk"))
    found = {timezone.localdate(week): number for week, number in counted}
    mondays = [first + timedelta(weeks=number) for number in range(weeks)]
    return tuple(_counted(f"{day.day} {day:%b}", found.get(day, 0), exact) for day in mondays)


def _times(spec: FormSpec, passages: Sequence[Mapping[str, int]], *, exact: bool) -> tuple[Figure, ...]:
    figures = []
    for step in spec.steps:
        seconds = [one[step.key] for one in passages if step.key in one]
        if not seconds or not (exact or len(seconds) >= SMALLEST_NUMBER_SHOWN):
            text = "Too few to say" if seconds else "Not known yet"
            figures.append(Figure(step.title, None if seconds else 0, text))
            continue
        median = statistics.median(seconds)
        figures.append(Figure(step.title, median, in_words(median)))
    return tuple(figures)


def _stopped(spec: FormSpec, left: Counter[str], *, exact: bool) -> tuple[Figure, ...]:
    named = [("", NOTHING_SAVED), *((step.key, step.title) for step in spec.steps)]
    known = {key for key, _ in named}
    lines = [_counted(label, left[key], exact) for key, label in named]
    earlier = sum(number for key, number in left.items() if key not in known)
    return tuple([*lines, _counted("A step of an earlier version", earlier, exact)] if earlier else lines)


def _refused(spec: FormSpec, passages: Iterable[Mapping[str, int]], *, exact: bool) -> tuple[Figure, ...]:
    total: Counter[str] = Counter()
    for errors in passages:
        total.update(errors)
    labels = {field.key: field.label for field in spec.fields()}
    most = [(key, number) for key, number in total.most_common() if key in labels][:MOST_FIELDS]
    return tuple(_counted(labels[key], number, exact) for key, number in most)


def _left_open(versions: list[UUID], spec: FormSpec, before: datetime) -> list[str]:
    """Return the furthest step of each draft that nobody touched for long; the answers are not looked at."""
    rows = Draft.objects.filter(form_version__in=versions, state=Draft.State.OPEN, updated_at__lt=before)
    drafts: Any = rows.order_by("-updated_at")[:MOST_DRAFTS]
    return [last_step(spec, work_from_json(draft.work)) for draft in drafts]


def _counted(label: str, number: int, exact: bool) -> Figure:
    if exact or number == 0 or number >= SMALLEST_NUMBER_SHOWN:
        return Figure(label, number, f"{number:,}")
    return Figure(label, None, f"fewer than {SMALLEST_NUMBER_SHOWN}")


def in_words(seconds: float) -> str:
    """Return a time as people say it: 45 s, 2 min 5 s."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"
