"""One rule for forms, agreement texts, pages and destinations: approved by someone other than the author."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from programme.models import Programme


class Approval(models.Model):
    """A request that a second person decides. Its subject is named, never pointed at."""

    class State(models.TextChoices):
        REQUESTED = "requested", "Waiting for a decision"
        APPROVED = "approved", "Approved"
        REJECTED = "rejected", "Sent back"
        WITHDRAWN = "withdrawn", "No longer needed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="approvals")
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80)
    subject_sha256 = models.CharField(max_length=64, help_text="What exactly was approved.")
    summary = models.CharField(max_length=240)
    author_id = models.UUIDField()
    requested_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.REQUESTED)
    decided_by_id = models.UUIDField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.TextField(blank=True)

    class Meta:
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="approval_subject")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by_id__isnull=True) | ~Q(decided_by_id=F("author_id")),
                name="approval_never_by_its_author",
            ),
            models.CheckConstraint(
                condition=Q(state="requested", decided_by_id__isnull=True, decided_at__isnull=True)
                | Q(state__in=["approved", "rejected"], decided_by_id__isnull=False, decided_at__isnull=False)
                | Q(state="withdrawn", decided_by_id__isnull=True, decided_at__isnull=False),
                name="approval_decided_has_person_and_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.summary} ({self.get_state_display()})"
