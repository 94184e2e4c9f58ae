"""Patterns that administrators name, so that editors choose one without writing it."""

from __future__ import annotations

from django.db import models

from forms.definitions.patterns import LONGEST_PATTERN


class NamedPattern(models.Model):
    """A pattern for answers with its name, its message, and an example each way.

    Published versions keep the pattern as it was: changing the record changes none of them.
    """

    key = models.SlugField(max_length=60, unique=True, editable=False)
    name = models.CharField(
        max_length=120, unique=True, help_text="As editors choose it, such as “Ward code”."
    )
    pattern = models.CharField(
        max_length=LONGEST_PATTERN,
        help_text="The whole answer must match. For example [A-Z]{2}[0-9]{4}: two capitals and four digits.",
    )
    message = models.CharField(
        max_length=240,
        help_text="What people read whose answer does not fit: what to enter, with an example.",
    )
    fits = models.CharField("an example that fits", max_length=200)
    does_not_fit = models.CharField("an example that does not fit", max_length=200)

    class Meta:
        ordering = ["name"]
        verbose_name = "pattern"

    def __str__(self) -> str:
        return self.name
