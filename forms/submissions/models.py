"""A draft while a person fills in a form; a submission once it is sent."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Scope
from directory.models import Organisation
from forms.definitions.models import FormVersion
from programme.models import Programme
from vault.fields import SealedJSON


class Draft(models.Model):
    """A form being filled in: its owner's alone, pinned to its version, saved step by step."""

    class State(models.TextChoices):
        OPEN = "open", "Not sent yet"
        SUBMITTED = "submitted", "Sent"
        EXPIRED = "expired", "Expired"
        DISCARDED = "discarded", "Discarded"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="drafts")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="drafts")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    # {"answers": {field key: stored answer}, "visited": [step keys saved with a valid page]}
    work_sealed = models.BinaryField(blank=True, default=b"")
    work = SealedJSON("work_sealed")
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    patient_data_scope = Scope(organisation="organisation", owner="owner")

    class Meta:
        ordering = ["-updated_at"]
        indexes = [models.Index(fields=["owner", "state", "-updated_at"], name="submissions_own_drafts")]

    def __str__(self) -> str:
        return f"Draft {self.pk}"


class Submission(models.Model):
    """What was sent: the answers, the version they answer, and a reference."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Idempotent: one draft makes one submission, whatever is clicked twice.
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="submission")
    reference = models.CharField(max_length=20, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="submissions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="submissions")
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="submissions")
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="submissions")
    submitted_at = models.DateTimeField(db_index=True)
    answers_sealed = models.BinaryField()
    answers = SealedJSON("answers_sealed")
    identity_index = models.CharField(max_length=64, blank=True, db_index=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True)

    patient_data_scope = Scope(organisation="organisation")

    class Meta:
        ordering = ["-submitted_at"]
        indexes = [models.Index(fields=["organisation", "-submitted_at"], name="submissions_of_organisation")]
        constraints = [
            models.CheckConstraint(
                condition=Q(notified_at__isnull=True) | Q(settled_at__isnull=False),
                name="submissions_notified_once_settled",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
