"""How many open drafts and submissions stand on each version of a form, for the page about its versions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Count, QuerySet

from forms.definitions.usage import register_count
from forms.submissions.models import Draft, Submission


def open_drafts(versions: Collection[UUID]) -> Mapping[UUID, int]:
    """Return the number of open drafts of each version that has any."""
    return _by_version(Draft.objects.filter(form_version__in=versions, state=Draft.State.OPEN))


def submissions(versions: Collection[UUID]) -> Mapping[UUID, int]:
    """Return the number of submissions of each version that has any."""
    return _by_version(Submission.objects.filter(form_version__in=versions))


def _by_version(rows: QuerySet[Draft] | QuerySet[Submission]) -> Mapping[UUID, int]:
    return dict(rows.order_by().values_list("form_version").annotate(Count("pk")))


def register_counts() -> None:
    """Supply the numbers; called once at start-up."""
    register_count("Open drafts", open_drafts)
    register_count("Submissions", submissions)
