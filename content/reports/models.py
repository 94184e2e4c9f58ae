"""How often a page was read on a day. Nothing says by whom."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page


class PageReads(models.Model):
    """The number of answers with one page on one day, as its audience saw it."""

    # Not a use of the page that its editors have to know of.
    wagtail_reference_index_ignore = True

    page = models.ForeignKey(Page, on_delete=models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveIntegerField(default=0)

    class Meta:
        default_permissions = ()
        permissions = [("view_reports", "Can read reports about content")]
        constraints = [
            models.UniqueConstraint(fields=["page", "day"], name="reports_one_count_per_day"),
        ]

    def __str__(self) -> str:
        return f"{self.number} on {self.day}"
