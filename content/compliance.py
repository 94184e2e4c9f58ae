"""What every page must declare: its job code, its date of preparation, whom it is for and what it is."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from directory.models import Partner
from directory.services import partners_on
from programme.current import programme_of, safety_records_of
from programme.models import SafetyRecord


class CompliantPage(models.Model):
    """The declarations of a page, and the safety text that follows from whom it is for."""

    class Audience(models.TextChoices):
        PROFESSIONALS = "professionals", "For UK healthcare professionals"
        PATIENTS = "patients", "For patients who have been prescribed the medicine"
        PUBLIC = "public", "For everybody"

    class Label(models.TextChoices):
        PROMOTIONAL = "promotional", "Promotional material"
        NON_PROMOTIONAL = "non_promotional", "Non-promotional information"
        PATIENT_SUPPORT = "patient_support", "Patient support material"

    job_code = models.CharField(max_length=40, help_text="The code under which this page was approved.")
    prepared_on = models.DateField("date of preparation", default=timezone.localdate)
    audience = models.CharField(max_length=20, choices=Audience.choices, default=Audience.PROFESSIONALS)
    label = models.CharField(max_length=20, choices=Label.choices, default=Label.NON_PROMOTIONAL)

    compliance_panels = [
        MultiFieldPanel(
            [FieldPanel("job_code"), FieldPanel("prepared_on"), FieldPanel("audience"), FieldPanel("label")],
            heading="Compliance",
        )
    ]

    class Meta:
        abstract = True

    @property
    def adverse_event_kind(self) -> str:
        """Return which reporting statement this page carries: that for professionals or for patients."""
        if self.audience == self.Audience.PROFESSIONALS:
            return SafetyRecord.Kind.ADVERSE_EVENTS_HCP
        return SafetyRecord.Kind.ADVERSE_EVENTS_PATIENT

    def compliance_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the page's templates show beside its own fields; queries wait until it is shown."""
        return {
            "adverse_events": SimpleLazyObject(
                lambda: safety_records_of(request).get(self.adverse_event_kind)
            ),
            "partners": SimpleLazyObject(lambda: partners_by_role(request, on=timezone.localdate())),
        }


def partners_by_role(request: HttpRequest, *, on: date) -> dict[str, list[Partner]]:
    """Return the partners of the request's programme that take registrations on a day; one query."""
    programme = programme_of(request)
    found: dict[str, list[Partner]] = {}
    if programme is not None:
        for partner in partners_on(programme_id=programme.pk, on=on):
            found.setdefault(partner.role, []).append(partner)
    return found
