"""What staff keep beside submissions: who looks after one, tags, notes, filters, jobs and exports. No answers."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import User
from accounts.permissions import Scope
from forms.definitions.models import FormVersion
from forms.submissions.models import Submission
from programme.models import Programme
from vault.fields import SealedText

NOTE_LENGTH = 2_000


class Assignment(models.Model):
    """Who looks after a submission; without a row, nobody in particular."""

    submission = models.OneToOneField(
        Submission, primary_key=True, on_delete=models.PROTECT, related_name="assignment"
    )
    assignee = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assigned_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        # These rights are of no table in particular; the floor needs one to hang them on.
        permissions = [
            ("read_answers", "Can read the answers of forms that hold no patients"),
            ("handle_submission", "Can assign, tag and note submissions, and run bulk actions"),
            ("export_submission", "Can export submissions"),
        ]

    def __str__(self) -> str:
        return f"Assignment of {self.submission_id}"


class Tag(models.Model):
    """A word by which a programme's staff sort submissions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="desk_one_tag_per_name")]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """That a submission has a tag."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="taggings")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="taggings")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["submission", "tag"], name="desk_each_tag_once"),
        ]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.submission_id}"


class Note(models.Model):
    """What somebody wrote about a submission, sealed. Confidential: for those only who may read the answers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()
    text_sealed = models.BinaryField()
    text = SealedText("text_sealed")
    confidential = models.BooleanField(default=True)

    patient_data_scope = Scope(organisation="submission__organisation")

    class Meta:
        ordering = ["written_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Note {self.pk}"


class SavedFilter(models.Model):
    """Filters and columns of the list under a name: a person's own, or shared with whoever may see the list."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=600, blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "created_at"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["programme", "person", "name"], name="desk_one_filter_per_name"),
        ]

    def __str__(self) -> str:
        return self.name


class LongWork(models.Model):
    """Something long that a worker does for a person: its state, how far it is, and for whom."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Stopped"
        EXPIRED = "expired", "Deleted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    # When a worker last said that it is at it; a worker that died leaves an old time.
    beat_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=240, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()
        ordering = ["-created_at"]

    @property
    def is_over(self) -> bool:
        return self.state not in (self.State.WAITING, self.State.RUNNING)

    @property
    def percent(self) -> int:
        """Return how much is done, from 0 to 100."""
        if self.state in (self.State.DONE, self.State.EXPIRED):
            return 100
        return min(100, self.done * 100 // self.total) if self.total else 0


class Job(LongWork):
    """A bulk action on submissions, one after the other in the order of `subjects`."""

    action = models.CharField(max_length=20)
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict)
    subjects: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    # What could not be done: reference and reason. No patient data.
    errors: models.JSONField[list[dict[str, str]], list[dict[str, str]]] = models.JSONField(default=list)

    class Meta(LongWork.Meta):
        indexes = [models.Index(fields=["person", "-created_at"], name="desk_jobs_of_person")]

    def __str__(self) -> str:
        return f"Job {self.pk}"


class Export(LongWork):
    """A file of submissions for one person, sealed in parts, until it expires."""

    class Format(models.TextChoices):
        CSV = "csv", "CSV"
        XLSX = "xlsx", "Excel (XLSX)"
        JSON = "json", "JSON"

    format = models.CharField(max_length=4, choices=Format.choices)
    query = models.CharField(max_length=600, blank=True)
    with_answers = models.BooleanField(default=False)
    # Whose answers it may hold, as it was when it was asked for.
    organisations: models.JSONField[list[str], list[str]] = models.JSONField(default=list)
    all_organisations = models.BooleanField(default=False)
    parts = models.PositiveIntegerField(default=0)
    size = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)

    class Meta(LongWork.Meta):
        indexes = [
            models.Index(fields=["person", "-created_at"], name="desk_exports_of_person"),
            models.Index(fields=["state", "expires_at"], name="desk_exports_expiring"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("created_at")), name="desk_export_lives_a_while"
            ),
        ]

    def __str__(self) -> str:
        return f"Export {self.pk}"

    def is_ready_at(self, now: datetime) -> bool:
        """Say whether the file can be taken."""
        return self.state == self.State.DONE and now < self.expires_at


class Passage(models.Model):
    """One draft's way through its form once the draft is closed: steps, seconds and refusals. Nobody's, no answers."""

    id = models.BigAutoField(primary_key=True)
    form_version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="+")
    closed_on = models.DateField()
    sent = models.BooleanField()
    last_step = models.CharField(max_length=80, blank=True)
    # Seconds by step, and refused answers by question.
    seconds: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)
    errors: models.JSONField[dict[str, int], dict[str, int]] = models.JSONField(default=dict)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["form_version", "-closed_on"], name="desk_passages_of_version")]

    def __str__(self) -> str:
        return f"Passage {self.pk}"
