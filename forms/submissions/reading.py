"""Note who read what was sent: one event per person, row and sitting."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.http import HttpRequest

from accounts.models import User
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


def sitting_of(request: HttpRequest) -> str:
    """Name the sitting of a request without giving its session away."""
    return hashlib.sha256((request.session.session_key or "").encode()).hexdigest()
