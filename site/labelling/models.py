"""Changes of a programme's product and safety records, each waiting for a second person."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from programme.models import Product, Programme, SafetyRecord


class RecordChange(models.Model):
    """The values that a product or a safety record is to have, and what it was when they were proposed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="record_changes")
    product = models.ForeignKey(
        Product, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    safety_record = models.ForeignKey(
        SafetyRecord, null=True, blank=True, on_delete=models.PROTECT, related_name="changes"
    )
    values: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    base_sha256 = models.CharField(max_length=64, help_text="What the record held when this was proposed.")
    proposed_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-proposed_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(product__isnull=True) ^ models.Q(safety_record__isnull=True),
                name="labelling_change_is_of_one_record",
            ),
        ]

    def __str__(self) -> str:
        return f"Change of {self.target}"

    @property
    def target(self) -> Product | SafetyRecord:
        """The record that is to change."""
        record = self.product or self.safety_record
        if record is None:
            raise ValueError("A change is of a product or of a safety record.")
        return record
