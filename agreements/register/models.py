"""What administrators keep of the register: views that they come back to."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from accounts.models import User


class SavedView(models.Model):
    """Filters of the register under a name, for one person."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField()

    objects: ClassVar[models.Manager[SavedView]] = models.Manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="agreements_one_view_per_name"),
        ]

    def __str__(self) -> str:
        return self.name
