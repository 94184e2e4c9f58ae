"""Drafts that were deleted, kept for a while."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models

from accounts.models import User
from programme.models import Programme


class DeletedDraft(models.Model):
    """The last draft of a page that was deleted and never certified; it can be brought back for 30 days."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    title = models.CharField(max_length=255)
    page_type = models.CharField(max_length=100)
    # Named, never pointed at: the page is gone, and the one above it may go.
    page_id = models.PositiveBigIntegerField()
    parent_id = models.PositiveBigIntegerField()
    content: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(encoder=DjangoJSONEncoder)
    deleted_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    deleted_at = models.DateTimeField()

    class Meta:
        ordering = ["-deleted_at"]
        default_permissions = ("view",)
        permissions = [("restore_deleteddraft", "Can bring deleted drafts back")]

    def __str__(self) -> str:
        return self.title
