"""Changes of a programme's locked records, each waiting for a second person."""

from __future__ import annotations

import uuid
from typing import Any

from django.apps import apps
from django.db import models

from programme.models import Programme


class RecordChange(models.Model):
    """The values that a locked record is to have, and what it was when they were proposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="record_changes")
    record_type = models.CharField(
        max_length=60, help_text="The record's model, for example programme.product."
    )
    record_id = models.UUIDField()
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    base_sha256 = models.CharField(max_length=64, help_text="What the record held when this was proposed.")
    proposed_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        indexes = [models.Index(fields=["record_type", "record_id"], name="labelling_changes_of_record")]

    def __str__(self) -> str:
        return f"Change of {self.target}"

    @property
    def target(self) -> Any:
        """The record that is to change, as it is now."""
        return apps.get_model(self.record_type)._default_manager.get(pk=self.record_id)
