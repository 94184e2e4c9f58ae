"""Who asked for a decision and who took it, in words."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.formats import date_format

from approvals.models import Approval
from approvals.subjects import Facts


def history_of(approval: Approval) -> Facts:
    """Return what was asked by whom and when and, once it is decided, the same of the decision."""
    asked = (
        ("Request", approval.summary),
        ("State", approval.get_state_display()),
        ("Asked by", name_of(approval.author_id)),
        ("Asked on", _in_words(approval.requested_at)),
    )
    if approval.decided_at is None or approval.decided_by_id is None:
        return asked
    return (
        *asked,
        ("Decided by", name_of(approval.decided_by_id)),
        ("Decided on", _in_words(approval.decided_at)),
        ("Comment", approval.comment or "None"),
    )


def name_of(person_id: UUID) -> str:
    """Return a person's name, or the id when nobody has it."""
    # People live on a floor above: Django knows which model they are.
    person = get_user_model()._default_manager.filter(pk=person_id).first()
    return str(person or person_id)


def _in_words(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")
