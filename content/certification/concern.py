"""What is wrong with a page on the site, from the day it was found until it is settled."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from programme.models import Programme


class Concern(models.Model):
    """A page that did not go live at its time, or is not what was certified. People are told of each once."""

    class Kind(models.TextChoices):
        REFUSED = "refused", "Did not go live at its time"
        DRIFTED = "drifted", "Is not what was certified"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    # Named, never pointed at: a draft may be deleted.
    page_number = models.PositiveBigIntegerField()
    # The revision that was refused; 0 where it is what readers see.
    revision_number = models.PositiveBigIntegerField(default=0)
    title = models.CharField(max_length=255)
    why = models.CharField(max_length=500)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["found_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "page_number", "revision_number"],
                condition=Q(settled_at__isnull=True),
                name="certification_one_open_concern",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_kind_display()}"
