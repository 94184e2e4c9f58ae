"""Tasks that a registration raises for people with a special right."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from accounts.models import User
from programme.models import Programme
from vault.fields import SealedJSON


class RestrictedTask(models.Model):
    """Something about a registration that only people with the right to it may see. No patient data."""

    OTHERS = ", "

    class Kind(models.TextChoices):
        POSSIBLE_DUPLICATE = "possible_duplicate", "Possible duplicate in another organisation"
        ADVERSE_EVENT = "adverse_event", "Answer mentions a possible adverse event"

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=Kind.choices)
    submission_id = models.UUIDField(db_index=True)
    reference = models.CharField(max_length=20)
    # The registrations in other organisations that may be of the same patient, separated by OTHERS.
    other_references = models.TextField(blank=True)
    # Whom drug safety asks, and the questions that raised the task: professionals, never the patient.
    report_sealed = models.BinaryField(blank=True, default=b"")
    report = SealedJSON("report_sealed")
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField()
    due_on = models.DateField(
        null=True, blank=True, help_text="Set where drug safety asks for a reply in time."
    )
    alerted_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["-created_at"]
        permissions = [
            ("handle_safety_task", "Can see and close tasks of drug safety"),
            ("handle_duplicate_task", "Can see and close possible duplicates"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "submission_id"], name="registration_one_task_per_kind"),
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True)
                | Q(state="done", done_at__isnull=False, done_by__isnull=False),
                name="registration_done_has_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.reference}"

    @property
    def others(self) -> tuple[str, ...]:
        """Return the references of the other registrations, none for a task of drug safety."""
        return tuple(self.other_references.split(self.OTHERS)) if self.other_references else ()
