"""The texts of a programme's agreements and their versions."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, NoReturn

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from wagtail.fields import StreamField

from accounts.models import User
from agreements.kinds import Kind
from agreements.texts.blocks import BODY
from programme.models import Programme


class AgreementText(models.Model):
    """What all agreements of one kind say in a programme, through its versions."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="agreement_texts")
    kind = models.CharField(max_length=20, choices=Kind.choices)

    class Meta:
        ordering = ["programme", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "kind"], name="agreements_one_text_per_kind"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class TextIsImmutable(Exception):
    """An approved or withdrawn version was to be changed. Write a new version."""


FIXED = "An approved text never changes. Write a new version."
FIXED_STATES = ("approved", "withdrawn")
# What changes when an approved version is withdrawn; the database's trigger names the same columns.
WITHDRAWAL = frozenset({"state", "withdrawn_at", "withdrawn_by"})


class TextVersionQuerySet(models.QuerySet["TextVersion"]):
    """Versions that refuse to change once they were approved."""

    def update(self, **values: Any) -> int:
        if self.filter(state__in=FIXED_STATES).exists():
            raise TextIsImmutable(FIXED)
        return super().update(**values)

    def bulk_update(self, *args: Any, **options: Any) -> NoReturn:
        raise TextIsImmutable("Versions change one by one, through the services.")

    def delete(self) -> NoReturn:
        raise TextIsImmutable("A version is never deleted: agreements stand on it.")


class TextVersion(models.Model):
    """One version of a text: written, proposed and, once a second person approved it, fixed for ever.

    The database refuses a change of a fixed row as well, by a trigger of the migration.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Draft"
        PROPOSED = "proposed", "Waiting for approval"
        APPROVED = "approved", "Approved"
        WITHDRAWN = "withdrawn", "Withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    text = models.ForeignKey(AgreementText, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=160, blank=True)
    body = StreamField(BODY, blank=True, collapsed=True)
    term_months = models.PositiveSmallIntegerField(
        "term in months",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="How long an agreement made on this text runs. Empty: no fixed term.",
    )
    what_changed = models.TextField(
        blank=True, help_text="For everybody who reads the new version beside the one before."
    )
    is_sample = models.BooleanField(
        "sample text",
        default=False,
        help_text="Printed as sample text; production puts no agreement on it out for signature.",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    # Compiled and hashed when it is proposed; empty in a draft.
    spec: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    edited_by: models.JSONField[list[str], list[str]] = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    objects: ClassVar[models.Manager[TextVersion]] = models.Manager.from_queryset(TextVersionQuerySet)()

    class Meta:
        ordering = ["text", "-number"]
        permissions = [("approve_textversion", "Can approve agreement texts")]
        constraints = [
            models.UniqueConstraint(fields=["text", "number"], name="agreements_one_version_per_number"),
            models.UniqueConstraint(
                fields=["text"],
                condition=Q(state__in=("draft", "proposed")),
                name="agreements_one_open_version_per_text",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=("draft", "proposed"), approved_at__isnull=True, approved_by__isnull=True
                )
                | (
                    Q(state__in=("approved", "withdrawn"), approved_at__isnull=False)
                    & Q(approved_by__isnull=False)
                    & ~Q(sha256="")
                ),
                name="agreements_approved_text_has_time_person_and_hash",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", proposed_at__isnull=True, sha256="")
                | (~Q(state="draft") & Q(proposed_at__isnull=False) & ~Q(sha256="")),
                name="agreements_proposed_text_has_time_and_hash",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)),
                name="agreements_withdrawn_text_has_time_and_person",
            ),
            models.CheckConstraint(
                condition=Q(term_months__isnull=True) | Q(term_months__gt=0),
                name="agreements_term_is_positive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.text} version {self.number}"

    def save(self, **options: Any) -> None:
        """Save; raise TextIsImmutable for a fixed version, unless it is only withdrawn."""
        withdrawing = self._only_withdrawn(options.get("update_fields"))
        if not self._state.adding and not withdrawing and self._is_stored_as_fixed():
            raise TextIsImmutable(FIXED)
        super().save(**options)

    def delete(self, *args: Any, **options: Any) -> NoReturn:
        raise TextIsImmutable("A version is never deleted: agreements stand on it.")

    @property
    def is_fixed(self) -> bool:
        """Say whether the version never changes again."""
        return self.state in FIXED_STATES

    def authors(self) -> tuple[uuid.UUID, ...]:
        """Return everybody who changed the version: none of them approves it."""
        return tuple(uuid.UUID(author) for author in self.edited_by)

    def _only_withdrawn(self, fields: Any) -> bool:
        return fields is not None and set(fields) == WITHDRAWAL and self.state == self.State.WITHDRAWN

    def _is_stored_as_fixed(self) -> bool:
        return TextVersion.objects.filter(pk=self.pk, state__in=FIXED_STATES).exists()
