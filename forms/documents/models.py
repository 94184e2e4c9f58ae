"""A document: its frozen content, and the PDF once it is rendered."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.permissions import Scope
from directory.models import Organisation, Partner
from programme.models import Programme
from vault.fields import SealedJSON


class Document(models.Model):
    """What one audience receives of one subject. The subject lives on a floor above: only its id is here."""

    class State(models.TextChoices):
        PENDING = "pending", "Waiting to be drawn"
        RENDERED = "rendered", "Ready"
        FAILED = "failed", "Could not be drawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    # None for what a visitor sent.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    subject_id = models.UUIDField(db_index=True)
    reference = models.CharField(max_length=20)
    audience = models.CharField(max_length=40)
    content_sealed = models.BinaryField()
    content = SealedJSON("content_sealed")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    failure = models.CharField(max_length=240, blank=True)
    stored_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    missing_glyphs = models.PositiveSmallIntegerField(default=0)
    renderer = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    rendered_at = models.DateTimeField(null=True, blank=True)
    # What the kind of its form says: the gate lets nothing that holds patients reach a desk.
    holds_patients = models.BooleanField(default=True)
    # A document to be sealed is ready only with the organisation's seal on it.
    to_seal = models.BooleanField(default=False)
    sealed = models.BooleanField(default=False)
    sealed_at = models.DateTimeField(null=True, blank=True)
    seal_level = models.CharField(max_length=5, blank=True)
    seal_certificate_sha256 = models.CharField(max_length=64, blank=True)

    # The team reads its own copy; a partner reads what was made for it.
    patient_data_scope = Scope(organisation="organisation", partner="partner")

    class Meta:
        constraints = [
            # Two, because databases disagree on whether one NULL equals another.
            models.UniqueConstraint(
                fields=["subject_id", "audience", "partner"],
                condition=Q(partner__isnull=False),
                name="documents_one_per_partner",
            ),
            models.UniqueConstraint(
                fields=["subject_id", "audience"],
                condition=Q(partner__isnull=True),
                name="documents_one_own_copy",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(holds_patients=False),
                name="documents_patients_have_organisation",
            ),
            models.CheckConstraint(
                condition=~Q(state="rendered")
                | (Q(rendered_at__isnull=False, size__isnull=False) & ~Q(sha256="") & ~Q(stored_name="")),
                name="documents_rendered_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="rendered") | Q(sealed=F("to_seal")),
                name="documents_rendered_is_sealed_if_asked",
            ),
            models.CheckConstraint(
                condition=Q(sealed=False, sealed_at__isnull=True)
                | (
                    Q(sealed=True, state="rendered", sealed_at__isnull=False)
                    & ~Q(seal_level="")
                    & ~Q(seal_certificate_sha256="")
                ),
                name="documents_sealed_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reference} for {self.audience}"
