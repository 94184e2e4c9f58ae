"""Who is asked to sign for a party, what they signed, and the mail that is owed about it."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NoReturn

from django.db import models
from django.db.models import Q

from accounts.models import User
from vault.fields import SealedJSON


class Party(models.TextChoices):
    """The two sides of an agreement, in the order in which they sign."""

    ORGANISATION = "organisation", "The organisation"
    COUNTERPARTY = "counterparty", "The counterparty"


class SigningRequest(models.Model):
    """One person asked to sign for one party. Handing it over ends it and opens another."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for the signature"
        SIGNED = "signed", "Signed"
        HANDED_OVER = "handed_over", "Handed over to a colleague"
        DECLINED = "declined", "Declined"
        CLOSED = "closed", "Closed"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="requests")
    party = models.CharField(max_length=12, choices=Party.choices)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OPEN)
    # As the person who nominated the signatory wrote them; the counterparty's are empty until claimed.
    name = models.CharField(max_length=160, blank=True)
    job_title = models.CharField(max_length=160, blank=True)
    email = models.EmailField(blank=True)
    # Only a hash: the token itself stands in the mail alone.
    token_sha256 = models.CharField(max_length=64, blank=True)
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    nominated_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    read_sha256 = models.CharField(max_length=64, blank=True)
    authority_basis = models.CharField(max_length=30, blank=True)
    authority_detail = models.CharField(max_length=200, blank=True)
    authority_at = models.DateTimeField(null=True, blank=True)
    consented_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    handed_to = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="handed_from"
    )

    class Meta:
        ordering = ["created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "party"],
                condition=Q(state="open"),
                name="agreements_one_open_request",
            ),
            models.UniqueConstraint(
                fields=["token_sha256"], condition=~Q(token_sha256=""), name="agreements_token_is_one"
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(person__isnull=False, consented_at__isnull=False),
                name="agreements_signed_request_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="handed_over") | Q(handed_to__isnull=False),
                name="agreements_handed_over_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.get_party_display()}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def waiting_since(self) -> datetime:
        """Return when it was last this person's turn to do something."""
        return self.consented_at or self.authority_at or self.read_at or self.opened_at or self.created_at


class SignatureKept(Exception):
    """A signature was to be changed or deleted."""


class SignatureQuerySet(models.QuerySet["Signature"]):
    """Signatures are read and added. The database refuses more as well; see the migrations."""

    def _refuse(self, *_values: Any, **_named: Any) -> NoReturn:
        raise SignatureKept("Signatures are never changed or deleted.")

    update = bulk_update = update_or_create = delete = _refuse

    def bulk_create(self, objs: Iterable[Signature], *args: Any, **options: Any) -> list[Signature]:
        """Add signatures; raise SignatureKept when asked to overwrite those that are there."""
        if options.get("update_conflicts"):
            self._refuse()
        return super().bulk_create(objs, *args, **options)


class Signature(models.Model):
    """What one person signed for one party, with the evidence of it. Never changed, never deleted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="signatures")
    party = models.CharField(max_length=12, choices=Party.choices)
    request = models.OneToOneField(SigningRequest, on_delete=models.PROTECT, related_name="signature")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField()
    # Name, job title, e-mail address, drawn mark, client and the wordings as they were shown: see evidence.py.
    evidence_sealed = models.BinaryField()
    evidence = SealedJSON("evidence_sealed")
    text_sha256 = models.CharField(max_length=64)
    presented_sha256 = models.CharField(max_length=64)
    page_sha256 = models.CharField(max_length=64)
    pdf_sha256 = models.CharField(max_length=64)
    evidence_sha256 = models.CharField(max_length=64)

    objects = SignatureQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "party"], name="agreements_one_signature_each"),
        ]

    def __str__(self) -> str:
        return f"{self.agreement} signed for {self.get_party_display().lower()}"

    def save(self, *args: Any, **options: Any) -> None:
        """Add a new signature; raise SignatureKept for one that is there."""
        if not self._state.adding:
            raise SignatureKept("Signatures are never changed.")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise SignatureKept("Signatures are never deleted.")


class Notice(models.Model):
    """A mail that is owed: stored with what it is about, sent afterwards, tried until it is taken."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agreement = models.ForeignKey("agreements.Agreement", on_delete=models.PROTECT, related_name="notices")
    request = models.ForeignKey(
        SigningRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="notices"
    )
    template = models.CharField(max_length=40)
    email = models.EmailField()
    # The tokens of the mail's links, until it is sent.
    tokens_sealed = models.BinaryField(blank=True, default=b"")
    tokens = SealedJSON("tokens_sealed")
    created_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    problem = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ["created_at"]
        indexes = [
            models.Index(
                fields=["next_try_at"],
                condition=Q(sent_at__isnull=True, dropped_at__isnull=True),
                name="agreements_mail_owed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} about {self.agreement}"
