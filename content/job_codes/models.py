"""Which material has which job code: one table for pages and documents, so that the database keeps them apart."""

from __future__ import annotations

from django.db import models

from programme.models import Programme


class JobCode(models.Model):
    """A code and the material that has it. What was certified under a code keeps it for good."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="job_codes")
    code = models.CharField(max_length=40)
    normalised = models.CharField(max_length=40, help_text="The code without regard to case and spaces.")
    holder_type = models.CharField(
        max_length=60, help_text="The holder's model, for example wagtailcore.page."
    )
    holder_id = models.CharField(max_length=40)
    kept = models.BooleanField(default=False, help_text="The holder was certified under this code.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "normalised"], name="job_codes_one_holder_per_code"),
        ]
        indexes = [models.Index(fields=["holder_type", "holder_id"], name="job_codes_of_holder")]

    def __str__(self) -> str:
        return self.code
