"""What editors write (Form) and what publishing made of it (FormVersion)."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, WorkflowMixin

from accounts.models import User
from programme.models import Programme


class Form(WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, models.Model):  # type: ignore[misc]
    """A form as its editors see it. The definitions app's owner adds the StreamFields."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="forms")
    kind = models.CharField(max_length=40)
    slug = models.SlugField(max_length=60)
    title = models.CharField(max_length=160)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="definitions_one_form_per_slug"),
        ]

    def __str__(self) -> str:
        return self.title


class FormVersion(models.Model):
    """One published state of a form: immutable, numbered, hashed. Drafts and submissions pin one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    spec: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["form", "number"], name="definitions_one_version_per_number"),
        ]

    def __str__(self) -> str:
        return f"{self.form} version {self.number}"
