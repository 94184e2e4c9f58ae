"""Who takes part: NHS organisations and their sites, partners and where their documents go."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

from programme.models import Programme, Service
from vault.fields import SealedText

# ODS: three or five characters; never infer a parent from a prefix. Scotland uses 9-character GSS codes.
ods_validator = RegexValidator(r"^([A-Z0-9]{3}|[A-Z0-9]{5}|S\d{8})$", "Use an ODS code of 3 or 5 characters.")
# Companies House: eight digits, or two letters (one letter and a zero for some bodies) and six digits.
company_number_validator = RegexValidator(
    r"^([0-9]{8}|[A-Z][A-Z0-9][0-9]{6})$", "Use the eight characters of the Companies House register."
)


class Organisation(models.Model):
    """An NHS organisation (trust, health board) as one programme knows it."""

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="organisations")
    ods_code = models.CharField("ODS code", max_length=9, validators=[ods_validator])
    name = models.CharField(max_length=200)
    address = models.TextField(blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    successor = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="predecessors"
    )
    fictitious = models.BooleanField(default=False, help_text="Demo data; production refuses it.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "ods_code"], name="directory_one_organisation_per_code"
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_on__isnull=True)
                | Q(status="closed", closed_on__isnull=False),
                name="directory_closed_has_date",
            ),
            models.CheckConstraint(condition=~Q(successor=F("id")), name="directory_not_own_successor"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.ods_code})"

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class OrganisationSite(models.Model):
    """A hospital or clinic of an organisation."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sites")
    ods_code = models.CharField("ODS code", max_length=9, validators=[ods_validator])
    name = models.CharField(max_length=200)
    postcode = models.CharField(max_length=8, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "ods_code"], name="directory_one_site_per_code"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.ods_code})"


class Partner(models.Model):
    """Who receives documents: a service for patients, the sponsor for agreements, a desk for general forms."""

    class Role(models.TextChoices):
        NURSE = "nurse", "Nurse service"
        HOMECARE = "homecare", "Homecare provider"
        APP = "app", "App service"
        SPONSOR = "sponsor", "Sponsor"
        DESK = "desk", "Desk: receives general forms"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="partners")
    role = models.CharField(max_length=20, choices=Role.choices)
    code = models.SlugField(max_length=40)
    name = models.CharField(max_length=160)
    company_number = models.CharField(
        max_length=8,
        blank=True,
        validators=[company_number_validator],
        help_text="As registered at Companies House, for example 01234567. Agreements print it.",
    )
    registered_office = models.CharField(
        max_length=300, blank=True, help_text="The address in one line. Agreements print it."
    )
    available_from = models.DateField(null=True, blank=True, help_text="Empty: not available yet.")
    available_until = models.DateField(null=True, blank=True)
    service = models.ForeignKey(
        Service,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="partners",
        help_text="The service whose switch, instead of a first day, says whether this partner takes part.",
    )
    public_name = models.CharField(max_length=160, blank=True, help_text="The name that pages show.")
    listed = models.BooleanField(default=False, help_text="Whether pages list this partner.")

    class Meta:
        ordering = ["role", "name"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="directory_one_partner_per_code"),
            models.CheckConstraint(
                condition=Q(available_until__isnull=True) | Q(available_until__gte=F("available_from")),
                name="directory_partner_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(listed=False) | ~Q(public_name=""), name="directory_listed_has_public_name"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def available_on(self, day: date) -> bool:
        """Say whether the partner takes part in the programme on a day: begun, and not over."""
        if not self._begun_on(day):
            return False
        return self.available_until is None or day <= self.available_until

    def _begun_on(self, day: date) -> bool:
        # One switch says for pages and forms alike whether a service is available.
        if self.service is not None:
            return self.service.available
        return self.available_from is not None and self.available_from <= day


# Roles whose partners may receive what is said of a patient. A sponsor and a desk never do.
PATIENT_ROLES = (Partner.Role.NURSE, Partner.Role.HOMECARE, Partner.Role.APP)
PATIENT_ROLE_CHOICES = [(str(role.value), str(role.label)) for role in PATIENT_ROLES]


class Destination(models.Model):
    """Where a partner's documents go from a date on. A change is a new row, approved by a second person."""

    class Transport(models.TextChoices):
        FILE = "file", "Folder on this machine"
        SMTP = "smtp", "E-mail by SMTP"
        SES = "ses", "E-mail by Amazon SES"
        S3 = "s3", "Amazon S3 bucket"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="destinations")
    transport = models.CharField(max_length=10, choices=Transport.choices)
    address = models.CharField(
        max_length=320, help_text="An e-mail address, a bucket and prefix (bucket/prefix) or a folder name."
    )
    options: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(
        default=dict, blank=True, help_text="For S3: region, kms_key, bucket_owner."
    )
    accredited_secure_mail = models.BooleanField(
        default=False,
        help_text="Recorded as accredited secure mail: the PDF is attached without a passphrase.",
    )
    passphrase_sealed = models.BinaryField(blank=True, default=b"")
    passphrase = SealedText("passphrase_sealed")
    effective_from = models.DateField()
    effective_until = models.DateField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["partner", "-effective_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(effective_until__isnull=True) | Q(effective_until__gte=F("effective_from")),
                name="directory_destination_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}: {self.get_transport_display()} from {self.effective_from}"

    def in_force_on(self, day: date) -> bool:
        """Say whether documents go here on a day: approved, begun and not over."""
        if self.approved_at is None or day < self.effective_from:
            return False
        return self.effective_until is None or day <= self.effective_until
