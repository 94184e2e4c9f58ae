"""Who certifies, what they certified, and the exact renderings. Certificates are kept, never changed."""

from __future__ import annotations

import uuid
from datetime import date, datetime, time

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from wagtail.models import Page

from accounts.models import User
from content.certification.compressed import CompressedText
from content.certification.kept import Kept
from programme.models import Programme


class Signatory(models.Model):
    """A registered person who may certify a programme's material (Code of Practice 2024, 8.1)."""

    class Body(models.TextChoices):
        GMC = "gmc", "General Medical Council"
        GPHC = "gphc", "General Pharmaceutical Council"
        PSNI = "psni", "Pharmaceutical Society of Northern Ireland"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="signatories")
    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="signatory_of", verbose_name="person"
    )
    body = models.CharField("registration body", max_length=10, choices=Body.choices)
    registration_number = models.CharField(max_length=20)
    started_on = models.DateField("from")
    ended_on = models.DateField("until", null=True, blank=True)

    class Meta:
        ordering = ["programme", "user__name"]
        verbose_name_plural = "signatories"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user"],
                condition=Q(ended_on__isnull=True),
                name="certification_one_current_signatory",
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="certification_signatory_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} ({self.get_body_display()} {self.registration_number})"

    def may_certify_on(self, day: date) -> bool:
        """Say whether the person is a signatory on a day."""
        return self.started_on <= day and (self.ended_on is None or day < self.ended_on)


class Certificate(Kept):
    """What one signatory certified of one page or document version. Only how it stands ever changes."""

    class State(models.TextChoices):
        WAITING = "waiting", "Certified, not published yet"
        VALID = "valid", "Valid"
        SUPERSEDED = "superseded", "Replaced by a newer certificate"
        WITHDRAWN = "withdrawn", "Withdrawn"
        EXPIRED = "expired", "Expired"

    # How it stands; everything else is what was signed.
    changing = frozenset({"state", "in_force_at", "ended_at", "end_reason", "ended_by_id"})

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="certificates")
    page = models.ForeignKey(
        Page, null=True, blank=True, on_delete=models.PROTECT, related_name="certificates"
    )
    # Named, never pointed at: documents belong to an app above this one.
    document_version_id = models.UUIDField(null=True, blank=True)
    # The row may be overwritten by Wagtail's autosave; what was certified are the renderings.
    revision_id = models.PositiveBigIntegerField(null=True, blank=True)
    job_code = models.CharField(max_length=40)
    title = models.CharField(max_length=255)
    path = models.CharField("address", max_length=2000)
    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="certificates")
    signatory_name = models.CharField(max_length=160)
    signatory_registration = models.CharField(max_length=120)
    requested_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    statement = models.TextField()
    # SHA-256 of the sorted SHA-256 of its renderings.
    sha256 = models.CharField("SHA-256", max_length=64)
    # The change of a shared record that has to be in force first.
    change = models.ForeignKey(
        "content_certification.PendingChange",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certificates",
    )
    certified_at = models.DateTimeField()
    expires_on = models.DateField(help_text="It holds until the day before.")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    in_force_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    end_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-certified_at"]
        permissions = [("withdraw_certificate", "Can withdraw certificates")]
        indexes = [models.Index(fields=["state", "expires_on"], name="certification_expiring")]
        constraints = [
            models.CheckConstraint(
                condition=Q(page__isnull=True) ^ Q(document_version_id__isnull=True),
                name="certification_of_one_subject",
            ),
            models.UniqueConstraint(
                fields=["page"], condition=Q(state="valid"), name="certification_one_valid_of_page"
            ),
            models.UniqueConstraint(
                fields=["document_version_id"],
                condition=Q(state="valid"),
                name="certification_one_valid_of_document",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "valid"], ended_at__isnull=True)
                | Q(state__in=["superseded", "withdrawn", "expired"], ended_at__isnull=False),
                name="certification_ended_has_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.job_code})"

    @property
    def expires_at(self) -> datetime:
        """Return the second at which it stops holding: the first of the day of expiry, local time."""
        return timezone.make_aware(datetime.combine(self.expires_on, time.min))

    def holds_at(self, now: datetime) -> bool:
        """Say whether it is valid at a moment, whatever the daily job has done yet."""
        return self.state == self.State.VALID and now < self.expires_at


class Rendering(Kept):
    """One exact rendering that a certificate covers, kept as long as the certificate."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="renderings")
    # The services whose state changes the page, by key, and whether each is available here.
    switches: models.JSONField[dict[str, bool], dict[str, bool]] = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    canonical_compressed = models.BinaryField()
    canonical = CompressedText("canonical_compressed")
    html_compressed = models.BinaryField()
    html = CompressedText("html_compressed")

    class Meta:
        ordering = ["sha256"]
        constraints = [
            models.UniqueConstraint(
                fields=["certificate", "sha256"], name="certification_rendering_kept_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Rendering of {self.certificate}"


class Reminder(models.Model):
    """A reminder that went out: so many days before a certificate's expiry, once."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="reminders")
    days = models.PositiveSmallIntegerField()
    reminded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["certificate", "days"], name="certification_reminded_once"),
        ]

    def __str__(self) -> str:
        return f"{self.days} days before {self.certificate} expires"


class PendingChange(models.Model):
    """A change of a shared record that waits until each page that it touches is certified with it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting for certificates"
        APPLIED = "applied", "In force"
        DROPPED = "dropped", "Given up"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="pending_changes")
    # What is to change, named by the floor that owns it.
    kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=80)
    summary = models.CharField(max_length=240)
    approved_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    waits_since = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["waits_since"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "subject_id"],
                condition=Q(state="waiting"),
                name="certification_change_waits_once",
            ),
        ]

    def __str__(self) -> str:
        return self.summary


class OwedMail(models.Model):
    """A mail that is owed: stored with what it is about, sent afterwards, tried until it is taken."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    template = models.CharField(max_length=40)
    to = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Titles, dates and addresses within the site; nothing confidential.
    facts: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(default=dict)
    owed_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=120, blank=True)

    class Meta:
        ordering = ["owed_at"]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(sent_at__isnull=True), name="certification_mail_owed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.to_id}"


from content.certification.concern import Concern as Concern  # noqa: E402 - a model of this app
from content.certification.task import CertificationTask as CertificationTask  # noqa: E402 - a model of this app
