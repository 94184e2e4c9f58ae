"""How a programme's site tells its audiences apart."""

from __future__ import annotations

import uuid

from django.db import models
from wagtail.models import Page

from programme.models import Programme


class AudienceSettings(models.Model):
    """What a programme asks of visitors, where it leads them, and which hosts need no exit notice."""

    class ProfessionalsBy(models.TextChoices):
        DECLARATION = "declaration", "A visitor says that they are a healthcare professional"
        SIGN_IN = "sign_in", "A visitor signs in"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="audience_settings")
    professionals_by = models.CharField(
        "professionals’ pages open when",
        max_length=20,
        choices=ProfessionalsBy.choices,
        default=ProfessionalsBy.DECLARATION,
    )
    patients_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Where patients who have been prescribed the medicine are led.",
    )
    public_page = models.ForeignKey(
        Page,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Where members of the public are led. Name neither programme nor product there.",
    )
    direct_hosts = models.TextField(
        "sites without an exit notice",
        blank=True,
        help_text="Host names, one on each line, for example www.nhs.uk.",
    )

    class Meta:
        verbose_name = "audience settings"
        verbose_name_plural = "audience settings"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(professionals_by__in=["declaration", "sign_in"]),
                name="audience_professionals_by_known",
            ),
        ]

    def __str__(self) -> str:
        return f"Audiences of {self.programme}"

    @property
    def hosts(self) -> frozenset[str]:
        """The host names that need no exit notice."""
        return frozenset(self.direct_hosts.lower().split())
