"""Links that show a page's latest draft without an account, and how often each was opened."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from wagtail.models import Page

from accounts.models import User
from programme.models import Programme

MOST_DAYS = 30


class PreviewLink(models.Model):
    """One link: its token is shown once and kept as a hash only."""

    # Not a use of the page that its editors have to know of.
    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    # A draft may still be deleted; its links lead nowhere then.
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    title = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened = models.PositiveIntegerField("times opened", default=0)

    class Meta:
        ordering = ["-created_at"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("created_at")), name="previews_expire_later"
            ),
        ]

    def __str__(self) -> str:
        return f"Preview of {self.title}"

    def holds_at(self, now: datetime) -> bool:
        """Say whether the link still shows its draft."""
        return self.page_id is not None and self.revoked_at is None and now < self.expires_at


class Opening(models.Model):
    """That a link was opened, and when; nothing says by whom or from where."""

    link = models.ForeignKey(PreviewLink, on_delete=models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField()

    class Meta:
        ordering = ["-opened_at"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.link} at {self.opened_at}"
