"""A short form and what it stands for, once for all pages of a programme."""

from __future__ import annotations

import uuid

from django.db import models

from programme.models import Programme


class GlossaryEntry(models.Model):
    """An abbreviation; pages that use it list it by themselves."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="glossary")
    short = models.CharField("short form", max_length=20, help_text="As it stands in the text, such as NHS.")
    long = models.CharField("stands for", max_length=160)

    class Meta:
        ordering = ["short"]
        verbose_name = "abbreviation"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "short"], name="content_glossary_one_entry_per_short_form"
            ),
        ]

    def __str__(self) -> str:
        return self.short
