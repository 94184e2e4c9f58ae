"""What readers think of a page: a number from 1 to 5, one of each visitor and version, and no words."""

from __future__ import annotations

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from wagtail.models import Page

from programme.models import Programme

LOWEST, HIGHEST = 1, 5


class Rating(models.Model):
    """One visitor's vote about one version of a page. `visitor` is a hash of a random id, of nobody's name."""

    # Not a use that an editor has to know of: whoever deletes a page is not asked about its votes.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    version = models.CharField(max_length=64)
    visitor = models.CharField(max_length=64)
    value = models.PositiveSmallIntegerField()
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["page", "version", "visitor"], name="rating_one_per_visitor_and_version"
            ),
            models.CheckConstraint(
                condition=models.Q(value__range=(LOWEST, HIGHEST)), name="rating_value_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value} for page {self.page_id}"


class RatingSettings(models.Model):
    """Whether a programme's visitors see what others thought of a page."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="rating_settings")
    shown_to_visitors = models.BooleanField(
        "visitors see the average",
        default=False,
        help_text="Editors always see it. A score beside a product’s page may read as a claim.",
    )
    minimum_votes = models.PositiveSmallIntegerField(
        default=10,
        validators=[MinValueValidator(2), MaxValueValidator(1000)],
        help_text="Visitors see the average from this number of votes on.",
    )

    class Meta:
        verbose_name = "rating settings"
        verbose_name_plural = "rating settings"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minimum_votes__gte=2), name="rating_minimum_is_not_one_person"
            ),
        ]

    def __str__(self) -> str:
        return f"Ratings of {self.programme}"
