"""One delivery per destination: the row is the truth about a leg. And the table of periodic jobs."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.permissions import Scope
from directory.models import Organisation, Partner
from forms.documents.models import Document
from programme.models import Programme
from vault.fields import SealedJSON


class Delivery(models.Model):
    """One leg: this document to that destination, as both were when the form was submitted."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        SENDING = "sending", "Being sent"
        SENT = "sent", "Sent"
        ACKNOWLEDGED = "acknowledged", "Acknowledged"
        RETRYING = "retrying", "Trying again"
        FAILED = "failed", "Failed"
        HELD = "held", "Held"
        CANCELLED = "cancelled", "Cancelled"

    class ErrorKind(models.TextChoices):
        TEMPORARY = "temporary", "Temporary"
        PERMANENT = "permanent", "Permanent"
        MISCONFIGURED = "misconfigured", "Misconfigured"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="deliveries")
    # None for what a visitor sent.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="deliveries")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="deliveries")
    subject_id = models.UUIDField(db_index=True)
    reference = models.CharField(max_length=20, db_index=True)
    audience = models.CharField(max_length=40)
    # The destination as it was at submission, its passphrase included.
    destination_sealed = models.BinaryField()
    destination = SealedJSON("destination_sealed")
    transport = models.CharField(max_length=10)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # A person's retry raises the limit, so that attempt numbers never start again.
    attempt_limit = models.PositiveSmallIntegerField()
    # The queue's row that will carry this leg out; the sweep makes another when it is gone.
    task_id = models.UUIDField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField()
    error_kind = models.CharField(max_length=14, choices=ErrorKind.choices, blank=True)
    error = models.CharField(max_length=240, blank=True)
    held_reason = models.CharField(max_length=240, blank=True)
    # Why a person cancelled or re-routed the leg.
    closed_reason = models.CharField(max_length=240, blank=True)
    payload_name = models.CharField(max_length=200, blank=True)
    payload_sha256 = models.CharField(max_length=64, blank=True)
    payload_size = models.PositiveIntegerField(null=True, blank=True)
    provider_id = models.CharField(max_length=200, blank=True)
    gate_decisions = models.JSONField(default=list)
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    # When an operator noted that the partner destroyed a copy that another delivery replaced.
    destruction_confirmed_at = models.DateTimeField(null=True, blank=True)
    # When something happened that the programme office is still to be told, and when it was told last.
    alarm_due_at = models.DateTimeField(null=True, blank=True)
    alarmed_at = models.DateTimeField(null=True, blank=True)

    patient_data_scope = Scope(organisation="organisation", partner="partner")

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "deliveries"
        permissions = [("operate_delivery", "Can retry, re-route, release and cancel deliveries")]
        indexes = [
            models.Index(fields=["state", "next_attempt_at"], name="routing_due"),
            models.Index(fields=["state", "leased_until"], name="routing_leases"),
            models.Index(
                fields=["alarm_due_at"], condition=Q(alarm_due_at__isnull=False), name="routing_alarms"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_id", "audience", "partner"],
                condition=~Q(state="cancelled"),
                name="routing_one_live_leg_each",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "acknowledged"]) | Q(sent_at__isnull=False),
                name="routing_sent_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(leased_until__isnull=False, lease_token__isnull=False),
                name="routing_sending_has_lease",
            ),
            models.CheckConstraint(
                condition=~Q(state="held") | ~Q(held_reason=""), name="routing_held_has_reason"
            ),
            models.CheckConstraint(
                condition=Q(destruction_confirmed_at__isnull=True)
                | Q(state="cancelled", sent_at__isnull=False),
                name="routing_only_a_sent_copy_is_destroyed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} to {self.partner}"


class Attempt(models.Model):
    """One try to send a leg, and how it ended."""

    id = models.BigAutoField(primary_key=True)
    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="tries")
    number = models.PositiveSmallIntegerField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=14, blank=True)
    error = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="routing_attempts_are_numbered"),
        ]

    def __str__(self) -> str:
        return f"Attempt {self.number}"


class PeriodicJob(models.Model):
    """A job that recurs: its next run is claimed once, its last run and result are visible."""

    name = models.CharField(max_length=80, primary_key=True)
    every_seconds = models.PositiveIntegerField()
    next_run_at = models.DateTimeField(db_index=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    last_started_at = models.DateTimeField(null=True, blank=True)
    last_finished_at = models.DateTimeField(null=True, blank=True)
    last_result = models.CharField(max_length=240, blank=True)
    last_ok = models.BooleanField(null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
