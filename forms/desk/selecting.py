"""The query behind the list: whatever is asked for, it walks one index from the newest submission on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from accounts.permissions import metadata_of
from forms.desk.filters import ME, NOBODY, UNDER_WAY, DeskFilters
from forms.desk.models import Assignment, Tagging
from forms.desk.versions import Version
from forms.submissions.models import Submission

Rows = QuerySet[Submission]


def submissions_matching(
    filters: DeskFilters, *, programme_id: UUID, versions: Mapping[UUID, Version], person_id: UUID
) -> Rows:
    """Return a programme's submissions that match, without answers and in no order."""
    rows = metadata_of(Submission).filter(programme=programme_id).order_by()
    rows = _of_versions(rows, filters, versions)
    if filters.outcome:
        rows = rows.filter(outcome="" if filters.outcome == UNDER_WAY else filters.outcome)
    if filters.organisation:
        rows = rows.filter(organisation=filters.organisation)
    if filters.since:
        rows = rows.filter(submitted_at__gte=_midnight(filters.since))
    if filters.until:
        rows = rows.filter(submitted_at__lt=_midnight(filters.until + timedelta(days=1)))
    if filters.tag:
        rows = rows.filter(Exists(Tagging.objects.filter(submission=OuterRef("pk"), tag=filters.tag)))
    return _assigned(rows, filters.assignee, person_id)


def _of_versions(rows: Rows, filters: DeskFilters, versions: Mapping[UUID, Version]) -> Rows:
    wanted = {one.id for one in versions.values() if _is_wanted(one, filters)}
    if not wanted:
        return rows.none()
    # What is left out, not what is wanted: so the database goes on walking the index that is in order.
    others = sorted(versions.keys() - wanted)
    return rows.exclude(form_version__in=others) if others else rows


def _is_wanted(version: Version, filters: DeskFilters) -> bool:
    return (
        version.listed
        and filters.form in (None, version.form_id)
        and filters.version in (None, version.id)
        and filters.kind in ("", version.kind)
    )


def _assigned(rows: Rows, assignee: str, person_id: UUID) -> Rows:
    if not assignee:
        return rows
    about = Assignment.objects.filter(submission=OuterRef("pk"))
    if assignee == NOBODY:
        return rows.filter(~Exists(about))
    return rows.filter(Exists(about.filter(assignee=person_id if assignee == ME else UUID(assignee))))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
