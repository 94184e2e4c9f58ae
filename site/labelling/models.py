"""Changes of a programme's locked records, and records to be added, each waiting for a second person."""

from __future__ import annotations

import uuid
from typing import Any

from django.apps import apps
from django.db import models

from labelling.records import put_values
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
        target = self.target
        return f"New {target._meta.verbose_name}: {target}" if self.is_addition else f"Change of {target}"

    @property
    def is_addition(self) -> bool:
        """Say whether the record is to be added: it held nothing when this was proposed."""
        return not self.base_sha256

    @property
    def target(self) -> Any:
        """The record that is to change, as it is now; one that is to be added, as it would be, unsaved."""
        model = apps.get_model(self.record_type)
        if not self.is_addition:
            return model._default_manager.get(pk=self.record_id)
        return model._default_manager.filter(pk=self.record_id).first() or self._new_record(model)

    def _new_record(self, model: Any) -> Any:
        record = model(pk=self.record_id, programme=self.programme)
        put_values(record, self.values)
        return record
