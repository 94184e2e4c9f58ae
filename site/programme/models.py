"""A programme is one Wagtail site with its product, its services and its locked safety records."""

from __future__ import annotations

import uuid

from django.core.validators import RegexValidator
from django.db import models
from wagtail.models import Site

from programme.territories import Territory

code_validator = RegexValidator(r"^[a-z][a-z0-9-]{1,30}$", "Use lower-case letters, digits and hyphens.")
prefix_validator = RegexValidator(r"^[A-Z]{2,4}$", "Use two to four capital letters.")
colour_validator = RegexValidator(r"^#[0-9a-f]{6}$", "Use a colour such as #0b5361.")


class Programme(models.Model):  # type: ignore[django-manager-missing]
    """A patient support programme; every root record belongs to one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="programme")
    code = models.CharField(max_length=31, unique=True, validators=[code_validator])
    name = models.CharField(max_length=120)
    neutral_name = models.CharField(
        max_length=120,
        default="Patient support programmes",
        help_text="Shown to whoever has not said yet that they are a healthcare professional; names no brand.",
    )
    strapline = models.CharField(max_length=240, blank=True)
    sponsor = models.CharField(max_length=160, help_text="The company that funds the programme.")
    company_role = models.CharField(
        max_length=300, help_text="How the company's part is declared on every page."
    )
    territory = models.CharField(max_length=80, default="United Kingdom")
    reference_prefix = models.CharField(max_length=4, unique=True, validators=[prefix_validator])
    primary_colour = models.CharField(max_length=7, blank=True, validators=[colour_validator])
    accent_colour = models.CharField(max_length=7, blank=True, validators=[colour_validator])
    stylesheet = models.CharField(max_length=80, blank=True, editable=False)
    logo = models.CharField(max_length=80, blank=True, editable=False)

    def __str__(self) -> str:
        return self.name


class LookFile(models.Model):
    """A stylesheet or a logo under the name that its content has: never changed, so kept for ever by browsers."""

    name = models.CharField(max_length=80, primary_key=True)
    media_type = models.CharField(max_length=40)
    content = models.BinaryField()

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """A part of the programme that is switched on once it is available: pages and forms follow this one row."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="services")
    key = models.SlugField(max_length=40, help_text="How pages name it, for example app.")
    label = models.CharField(max_length=80)
    available = models.BooleanField(default=False)
    wording_available = models.CharField(max_length=300, blank=True)
    wording_unavailable = models.CharField(max_length=300, blank=True)
    footnote = models.TextField(blank=True, help_text="Shown as a footnote until the service is available.")

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "key"], name="programme_one_service_per_key"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def wording(self) -> str:
        """Return what pages say of the service as it is now."""
        return self.wording_available if self.available else self.wording_unavailable


class Product(models.Model):
    """The medicine of a programme, and the dosing facts from which a calendar follows."""

    class Interval(models.TextChoices):
        MONTHLY = "monthly", "Monthly, on the same day of the month"
        FOUR_WEEKLY = "four_weekly", "Every four weeks"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="product")
    brand_name = models.CharField(max_length=80)
    generic_name = models.CharField(max_length=80)
    indication = models.CharField(max_length=240)
    additional_monitoring = models.BooleanField(
        default=False, help_text="Shows the black triangle beside the product's name."
    )
    loading_weeks = models.JSONField(
        default=list, help_text="Weeks of the first doses, for example [0, 1, 2, 4]."
    )
    interval = models.CharField(max_length=20, choices=Interval.choices, default=Interval.MONTHLY)
    first_delivery_doses = models.PositiveSmallIntegerField(default=4)

    def __str__(self) -> str:
        return self.brand_name


class SafetyRecord(models.Model):
    """A locked text that pages and documents show by kind: how to report, where to read, whom to ask."""

    class Kind(models.TextChoices):
        ADVERSE_EVENTS_HCP = "adverse_events_hcp", "Adverse event reporting, for professionals"
        ADVERSE_EVENTS_PATIENT = "adverse_events_patient", "Adverse event reporting, for patients"
        ADVERSE_EVENT_NOTICE = "adverse_event_notice", "Notice beside free-text fields"
        PRESCRIBING_INFORMATION = "prescribing_information", "Prescribing information"
        MEDICAL_INFORMATION = "medical_information", "Medical information contact"
        PRIVACY_NOTICE = "privacy_notice", "Privacy notice"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="safety_records")
    kind = models.CharField(max_length=40, choices=Kind.choices)
    territory = models.CharField(max_length=20, choices=Territory.choices, default=Territory.UNITED_KINGDOM)
    title = models.CharField(max_length=120)
    body = models.TextField()
    link = models.URLField(blank=True)
    link_text = models.CharField(max_length=120, blank=True)
    revised_on = models.DateField("date of revision", null=True, blank=True)
    is_placeholder = models.BooleanField(
        default=True, help_text="Production refuses every registration while this is set."
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "territory"],
                name="programme_one_safety_record_per_territory",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def name_in_words(self) -> str:
        """Return the record's kind, and its territory where that is a part of the country only."""
        kind = self.get_kind_display()
        return (
            kind if self.territory == Territory.UNITED_KINGDOM else f"{kind}, {self.get_territory_display()}"
        )
