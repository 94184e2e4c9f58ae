"""An agreement between an organisation and a counterparty, from its issue to its end."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from agreements.kinds import Kind
from agreements.register.models import SavedView
from agreements.signing.models import Notice, Signature, SigningRequest
from agreements.texts.models import AgreementText, TextVersion
from directory.models import Organisation, Partner
from forms.documents.models import Document
from forms.submissions.models import Draft, Submission
from programme.models import Programme
from vault.fields import SealedJSON

__all__ = [
    "Agreement",
    "AgreementText",
    "Notice",
    "SavedView",
    "Signature",
    "SigningRequest",
    "TextVersion",
]

# Where an agreement is still on its way: one at a time between the same two about the same.
OPEN_STAGES = ("draft", "out", "signed", "countersigned", "attested")


class Agreement(models.Model):
    """One agreement. `stage` is how far signing came; whether it is in force follows from its dates.

    The dates decide on every day anew, so nothing has to run at midnight: see standing.py.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", "Being prepared"
        OUT = "out", "Out for signature"
        SIGNED = "signed", "Signed by the organisation"
        COUNTERSIGNED = "countersigned", "Signed by all, waiting for its seal"
        ATTESTED = "attested", "Waiting for a second person to confirm"
        COMPLETE = "complete", "Complete"
        DECLINED = "declined", "Declined"
        WITHDRAWN = "withdrawn", "Withdrawn"
        VOIDED = "voided", "Voided"
        LAPSED = "lapsed", "Not signed in time"

    class Origin(models.TextChoices):
        NEW = "new", "First agreement"
        RENEWAL = "renewal", "Renewal"
        AMENDMENT = "amendment", "Amendment"
        REPAPERED = "repapered", "Signed anew on a new text"
        CARRIED_OVER = "carried_over", "Carried over from another organisation"

    class Medium(models.TextChoices):
        ONLINE = "online", "Signed here"
        PAPER = "paper", "Signed on paper"
        CARRIED = "carried", "Carried over"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="agreements")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements")
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="agreements")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    reference = models.CharField(max_length=20, unique=True)
    stage = models.CharField(max_length=14, choices=Stage.choices, default=Stage.DRAFT, db_index=True)
    origin = models.CharField(max_length=14, choices=Origin.choices, default=Origin.NEW)
    medium = models.CharField(max_length=8, choices=Medium.choices, default=Medium.ONLINE)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    text_version = models.ForeignKey(
        TextVersion, null=True, blank=True, on_delete=models.PROTECT, related_name="agreements"
    )
    draft = models.OneToOneField(
        Draft, null=True, blank=True, on_delete=models.PROTECT, related_name="agreement"
    )
    submission = models.OneToOneField(
        Submission, null=True, blank=True, on_delete=models.PROTECT, related_name="agreement"
    )
    # The whole text with the particulars, as the parties read and sign it.
    presented_sealed = models.BinaryField(blank=True, default=b"")
    presented = SealedJSON("presented_sealed")
    presented_sha256 = models.CharField(max_length=64, blank=True)
    particulars_sha256 = models.CharField(max_length=64, blank=True)
    # The unsigned PDF beside the page, and the sealed one that carries the signatures.
    reading_copy = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sealed_copy = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verification_code = models.CharField(max_length=16, unique=True)

    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    sign_by = models.DateField(help_text="The last day on which it may be signed.")
    out_at = models.DateTimeField(null=True, blank=True)
    organisation_signed_at = models.DateTimeField(null=True, blank=True)
    countersigned_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_reason = models.CharField(max_length=500, blank=True)
    # Why the seal could not be applied at the last try; empty when it was not tried or succeeded.
    seal_problem = models.CharField(max_length=240, blank=True)
    seal_tried_at = models.DateTimeField(null=True, blank=True)

    starts_on = models.DateField(
        null=True, blank=True, help_text="The first day wanted; empty: the day on which all have signed."
    )
    effective_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True, help_text="The last day in force.")
    # A newer text has to be signed until then: see repapering.py.
    replace_by = models.DateField(null=True, blank=True)
    superseded_on = models.DateField(
        null=True, blank=True, help_text="From this day on another agreement stands in its place."
    )
    termination_requested_on = models.DateField(null=True, blank=True)
    termination_reason = models.CharField(max_length=500, blank=True)
    terminates_on = models.DateField(null=True, blank=True, help_text="From this day on it is not in force.")

    # Signed on paper, or carried over: what one person attested and another confirmed.
    signed_on = models.DateField(null=True, blank=True)
    scan_name = models.CharField(max_length=200, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)
    scan_size = models.PositiveIntegerField(null=True, blank=True)
    basis = models.CharField(max_length=500, blank=True)
    attested_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    attested_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # What others rely on already is voided by two people as well: one proposes it, another confirms.
    void_requested_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    void_requested_at = models.DateTimeField(null=True, blank=True)
    void_reason = models.CharField(max_length=500, blank=True)
    void_confirmed_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["-issued_at"]
        permissions = [
            ("manage_agreement", "Can issue, remind, void, end, renew and carry over agreements"),
        ]
        indexes = [
            models.Index(fields=["organisation", "kind", "partner"], name="agreements_slot"),
            models.Index(fields=["stage", "expires_on"], name="agreements_expiry"),
            models.Index(fields=["programme", "completed_at"], name="agreements_sign_ups"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind", "partner"],
                condition=Q(stage__in=OPEN_STAGES),
                name="agreements_one_on_its_way",
            ),
            # Nothing is in force without all signatures and the seal, or two people's word for paper.
            models.CheckConstraint(
                condition=~Q(stage="complete")
                | Q(
                    medium="online",
                    organisation_signed_at__isnull=False,
                    countersigned_at__isnull=False,
                    sealed_copy__isnull=False,
                    effective_on__isnull=False,
                    completed_at__isnull=False,
                )
                | Q(
                    medium__in=["paper", "carried"],
                    attested_by__isnull=False,
                    confirmed_by__isnull=False,
                    effective_on__isnull=False,
                    completed_at__isnull=False,
                ),
                name="agreements_complete_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("attested_by")),
                name="agreements_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(void_confirmed_by__isnull=True)
                | Q(stage="voided", void_requested_by__isnull=False)
                & ~Q(void_confirmed_by=F("void_requested_by")),
                name="agreements_void_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(medium="paper") | ~Q(scan_sha256=""), name="agreements_paper_has_its_scan"
            ),
            models.CheckConstraint(
                condition=Q(countersigned_at__isnull=True) | Q(organisation_signed_at__isnull=False),
                name="agreements_signed_in_order",
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("effective_on")),
                name="agreements_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(terminates_on__isnull=True) | Q(termination_requested_on__isnull=False),
                name="agreements_ended_on_request",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=["declined", "withdrawn", "voided", "lapsed"])
                | Q(closed_at__isnull=False),
                name="agreements_closed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def is_open(self) -> bool:
        """Say whether it is still on its way to being complete."""
        return self.stage in OPEN_STAGES
