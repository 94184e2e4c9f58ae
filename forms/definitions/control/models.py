"""What is kept about publishing a form beside its versions: the approvals with their changes, and comments."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import User
from approvals.models import Approval
from forms.definitions.changes import Change, changes_from_json


class Publication(models.Model):
    """One wish to publish a form: what changes, who approved it, and the version that came of it.

    A critical one has a second approval, and goes live once that is given.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey("form_definitions.Form", on_delete=models.PROTECT, related_name="publications")
    # Not a foreign key: old revisions may be purged once they are published.
    revision_id = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    based_on = models.PositiveIntegerField(help_text="The number of the version it changes; 0 for none.")
    changes: models.JSONField[list[dict[str, Any]], list[dict[str, Any]]] = models.JSONField()
    critical = models.BooleanField()
    first_approval = models.OneToOneField(Approval, on_delete=models.PROTECT, related_name="+")
    second_approval = models.OneToOneField(
        Approval, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    version = models.OneToOneField(
        "form_definitions.FormVersion", on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(critical=False) | Q(second_approval__isnull=False),
                name="definitions_critical_has_second_approval",
            ),
        ]

    def __str__(self) -> str:
        return f"Publication of {self.form} from {self.created_at:%Y-%m-%d}"

    @property
    def listed_changes(self) -> tuple[Change, ...]:
        """Return what changes, in words."""
        return changes_from_json(self.changes)

    @property
    def first_approver_id(self) -> uuid.UUID:
        """Return who approved it first, which nobody undoes."""
        approver = self.first_approval.decided_by_id
        if approver is None:
            raise ValueError("A publication begins with an approval.")
        return approver

    @property
    def is_waiting(self) -> bool:
        """Say whether a second approval is asked for and not given."""
        return self.second_approval is not None and self.second_approval.state == Approval.State.REQUESTED

    @property
    def is_approved(self) -> bool:
        """Say whether everybody who must approve has."""
        return not self.critical or (
            self.second_approval is not None and self.second_approval.state == Approval.State.APPROVED
        )


class FormComment(models.Model):
    """A remark about a form or one of its questions, for whoever works on it; it goes into no version."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey("form_definitions.Form", on_delete=models.PROTECT, related_name="comments")
    field_key = models.CharField("question", max_length=60, blank=True)
    text = models.TextField("comment", max_length=2000)
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    resolved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_by__isnull=True, resolved_at__isnull=True)
                | Q(resolved_by__isnull=False, resolved_at__isnull=False),
                name="definitions_comment_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"Comment on {self.form}"
