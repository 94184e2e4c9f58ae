"""Note who read what was sent: one event per person, row and sitting."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from accounts.models import User
from accounts.sessions import sitting_of
from audit.trail import record_read
from forms.documents.models import Document
from forms.submissions.models import Submission


def note_reading(request: HttpRequest, row: Submission | Document, *, by: User, now: datetime) -> None:
    """Record that a person saw the patient data of a submission or of one of its documents."""
    record_read(
        actor=by,
        subject=row,
        sitting=sitting_of(request),
        at=now,
        programme=row.programme_id,
        organisation=row.organisation_id,
    )
