"""Questions that belong together and are asked in many forms, such as an address."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models

from accounts.models import User
from programme.models import Programme


class FieldGroup(models.Model):
    """A set of questions of one programme. A form gets a copy: changing the group changes no form."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="field_groups")
    name = models.CharField(max_length=120)
    # Blocks of questions as the editor of forms stores them.
    questions: models.JSONField[list[Any], list[Any]] = models.JSONField()
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["name"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["programme", "name"], name="building_one_group_per_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def labels(self) -> list[str]:
        """Return what the group asks."""
        return [str(question["value"].get("label", "")) for question in self.questions]
