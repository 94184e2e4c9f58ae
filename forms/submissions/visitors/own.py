"""What a visitor's browser may see: the rows of its own token, which belong to no account."""

from __future__ import annotations

from django.db.models import QuerySet

from forms.submissions.models import Draft, Submission
from forms.submissions.visitors.identity import Visitor


def drafts_of(visitor: Visitor) -> QuerySet[Draft]:
    """Return the drafts that this browser began."""
    return Draft.objects.filter(visitor_hash=visitor.hash, owner=None)


def submissions_of(visitor: Visitor) -> QuerySet[Submission]:
    """Return what this browser sent."""
    return Submission.objects.filter(draft__visitor_hash=visitor.hash, draft__owner=None)
