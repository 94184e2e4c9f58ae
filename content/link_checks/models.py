"""External links of what readers see, where they stand, and what answered last."""

from __future__ import annotations

import uuid

from django.db import models

from programme.models import Programme


class ExternalLink(models.Model):
    """One address outside, as it is used by one programme."""

    class State(models.TextChoices):
        WAITING = "waiting", "Not checked yet"
        WORKING = "working", "Works"
        BROKEN = "broken", "Broken"
        REFUSED = "refused", "Not checked: it leads into a private network"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="external_links")
    address = models.CharField(max_length=2000)
    # Some databases index no text of that length.
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    answer = models.CharField("last answer", max_length=200, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    broken_since = models.DateTimeField(null=True, blank=True)
    next_check_at = models.DateTimeField()

    class Meta:
        ordering = ["broken_since", "address"]
        default_permissions = ("view",)
        permissions = [("recheck_externallink", "Can have links checked again")]
        indexes = [models.Index(fields=["next_check_at"], name="link_checks_due")]
        constraints = [
            models.UniqueConstraint(fields=["programme", "sha256"], name="link_checks_one_row_per_address"),
            models.CheckConstraint(
                condition=models.Q(state="broken", broken_since__isnull=False)
                | (~models.Q(state="broken") & models.Q(broken_since__isnull=True)),
                name="link_checks_broken_since",
            ),
        ]

    def __str__(self) -> str:
        return self.address


class LinkUse(models.Model):
    """Where a link stands: named by kind and key, never pointed at, so that it keeps nothing from going."""

    link = models.ForeignKey(ExternalLink, on_delete=models.CASCADE, related_name="uses")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=40)
    title = models.CharField(max_length=255)
    path = models.CharField(max_length=200, help_text="Where it is edited in the admin.")

    class Meta:
        ordering = ["title"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["link", "kind", "key"], name="link_checks_one_use_per_place"),
        ]

    def __str__(self) -> str:
        return self.title
