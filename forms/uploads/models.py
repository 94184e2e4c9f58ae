"""A file that somebody uploaded into a form; its bytes lie sealed in the storage, under the row's id."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.permissions import Scope
from directory.models import Organisation
from forms.definitions.context import FileState
from programme.models import Programme
from vault.fields import SealedJSON


class Upload(models.Model):
    """One file of one question of one draft. The draft lives on a floor above: only its id is here.

    While the draft is open the file is its owner's; who may see what was sent may see the files of it.
    """

    class State(models.TextChoices):
        WAITING = FileState.WAITING.value, "Waiting for the virus scan"
        CLEAN = FileState.CLEAN.value, "Clean"
        INFECTED = FileState.INFECTED.value, "Virus found"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    # None for a visitor's.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    draft_id = models.UUIDField(db_index=True)
    field_key = models.CharField(max_length=60)
    # A name may tell who the patient is: it is in no log, address or name of a stored file.
    name_sealed = models.BinaryField()
    name = SealedJSON("name_sealed")
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    scanned_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    # Its draft's end, asked again when it has come: a draft that is saved lives longer.
    expires_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    # The bytes of what was removed, or is infected, are destroyed right after; a job repeats what failed.
    removed_at = models.DateTimeField(null=True, blank=True)
    destroyed_at = models.DateTimeField(null=True, blank=True)
    # When the office was told that no scan is to be had.
    alarmed_at = models.DateTimeField(null=True, blank=True)

    patient_data_scope = Scope(organisation="organisation", owner="owner")

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_at"],
                condition=Q(sent_at__isnull=True, removed_at__isnull=True),
                name="uploads_expiring",
            ),
            models.Index(fields=["created_at"], condition=Q(state="waiting"), name="uploads_to_scan"),
            models.Index(
                fields=["id"],
                condition=Q(destroyed_at__isnull=True) & (Q(removed_at__isnull=False) | Q(state="infected")),
                name="uploads_to_destroy",
            ),
        ]
        constraints = [
            # Idempotent: a double click, or the same file chosen twice, keeps it once.
            models.UniqueConstraint(
                fields=["draft_id", "field_key", "sha256"],
                condition=Q(removed_at__isnull=True) & ~Q(state="infected"),
                name="uploads_one_of_each_file",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True) | Q(organisation__isnull=False),
                name="uploads_owner_has_organisation",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(state="clean", removed_at__isnull=True),
                name="uploads_only_clean_is_sent",
            ),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=False)
                | Q(expires_at__isnull=False)
                | Q(removed_at__isnull=False),
                name="uploads_unsent_expires",
            ),
        ]

    def __str__(self) -> str:
        return f"Upload {self.pk}"
