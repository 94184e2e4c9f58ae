"""A draft while a person fills in a form; a submission once it is sent."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Scope
from directory.models import Organisation
from forms.definitions.models import FormVersion
from programme.models import Programme
from vault.fields import SealedJSON


class Draft(models.Model):
    """A form being filled in: its owner's alone, pinned to its version, saved step by step.

    A visitor's has no owner and no organisation: the browser's token, of which the keyed hash stands here.
    """

    class State(models.TextChoices):
        OPEN = "open", "Not sent yet"
        SUBMITTED = "submitted", "Sent"
        EXPIRED = "expired", "Expired"
        DISCARDED = "discarded", "Deleted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="drafts")
    visitor_hash = models.CharField(max_length=64, blank=True)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="drafts")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    # What forms.submissions.work reads and writes; empty once the draft is closed.
    work_sealed = models.BinaryField(blank=True, default=b"")
    work = SealedJSON("work_sealed")
    revision = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    # When its owner was told that answers do not fit the live version (forms.submissions.carrying).
    review_asked_at = models.DateTimeField(null=True, blank=True)

    patient_data_scope = Scope(organisation="organisation", owner="owner")

    class Meta:
        ordering = ["-updated_at"]
        indexes = [
            models.Index(fields=["owner", "state", "-updated_at"], name="submissions_own_drafts"),
            models.Index(fields=["state", "expires_at"], name="submissions_expiring_drafts"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="submissions_draft_lives_a_while"
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=False, organisation__isnull=False, visitor_hash="")
                | (Q(owner__isnull=True, organisation__isnull=True) & ~Q(visitor_hash="")),
                name="submissions_draft_is_a_members_or_a_visitors",
            ),
        ]

    def __str__(self) -> str:
        return f"Draft {self.pk}"

    def is_open_at(self, now: datetime) -> bool:
        """Say whether the draft may still be read and changed: its end counts before the job sweeps it."""
        return self.state == self.State.OPEN and now < self.expires_at


class Submission(models.Model):
    """What was sent: the answers, the version they answer, and a reference. A visitor's names nobody."""

    class Outcome(models.TextChoices):
        UNDER_WAY = "", "On its way"
        DELIVERED = "delivered", "Sent to everyone"
        FAILED = "failed", "Needs attention"
        CANCELLED = "cancelled", "Cancelled"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Idempotent: one draft makes one submission, whatever is clicked twice.
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="submission")
    reference = models.CharField(max_length=20, unique=True)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="submissions")
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="submissions")
    submitted_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="submissions"
    )
    submitted_at = models.DateTimeField(db_index=True)
    answers_sealed = models.BinaryField()
    answers = SealedJSON("answers_sealed")
    identity_index = models.CharField(max_length=64, blank=True, db_index=True)
    # The news about the legs as a whole, since when, and when the submitter was told of it.
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default=Outcome.UNDER_WAY)
    settled_at = models.DateTimeField(null=True, blank=True)
    notified_at = models.DateTimeField(null=True, blank=True)

    patient_data_scope = Scope(organisation="organisation")

    class Meta:
        ordering = ["-submitted_at"]
        indexes = [
            models.Index(fields=["organisation", "-submitted_at"], name="submissions_of_organisation"),
            models.Index(fields=["submitted_by", "-submitted_at"], name="submissions_of_person"),
            models.Index(fields=["outcome", "submitted_at"], name="submissions_by_outcome"),
            # The order of the desk's list; the version with it, so that most rows need not be looked up.
            models.Index(
                fields=["programme", "submitted_at", "id", "form_version"], name="submissions_of_programme"
            ),
            models.Index(
                fields=["settled_at"],
                condition=Q(settled_at__isnull=False, notified_at__isnull=True),
                name="submissions_to_notify",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, submitted_by__isnull=False)
                | Q(organisation__isnull=True, submitted_by__isnull=True),
                name="submissions_sent_for_an_organisation_or_by_a_visitor",
            ),
            models.CheckConstraint(
                condition=Q(notified_at__isnull=True) | Q(settled_at__isnull=False),
                name="submissions_notified_once_settled",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at__isnull=True)
                | (~Q(outcome="") & Q(settled_at__isnull=False)),
                name="submissions_outcome_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reference
