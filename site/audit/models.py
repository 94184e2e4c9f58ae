"""Append-only, hash-chained events. They hold no foreign keys: what they name may be gone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn

from django.db import models

from vault.fields import SealedJSON


class ChainHead(models.Model):
    """The last link of the chain: one row, locked by whoever appends."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(id=1), name="audit_chain_has_one_head"),
        ]

    def __str__(self) -> str:
        return f"Chain head {self.sequence}"


class AppendOnly(Exception):
    """An audit event was to be changed or deleted."""


class AppendOnlyQuerySet(models.QuerySet["AuditEvent"]):
    """Events are read and added. The database refuses a change as well; see the migration."""

    def _refuse(self, *_values: Any, **_named: Any) -> NoReturn:
        raise AppendOnly("Audit events are never changed or deleted.")

    update = bulk_update = update_or_create = delete = _refuse

    def bulk_create(self, objs: Iterable[AuditEvent], *args: Any, **options: Any) -> list[AuditEvent]:
        """Add events; raise AppendOnly when asked to overwrite those that are there."""
        if options.get("update_conflicts"):
            self._refuse()
        return super().bulk_create(objs, *args, **options)


class AuditEvent(models.Model):
    """One thing that somebody did, or read, at a time; chained to the event before it."""

    sequence = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    action = models.CharField(max_length=80, db_index=True)
    actor = models.CharField(max_length=80, help_text="A person's id, or the name of a system part.")
    subject_type = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=80)
    programme = models.CharField(max_length=80, blank=True)
    organisation = models.CharField(max_length=80, blank=True)
    sitting = models.CharField(max_length=64, blank=True)
    detail = models.JSONField(default=dict, help_text="References and counts, never personal data.")
    personal_sha256 = models.CharField(max_length=64, blank=True)
    previous_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64, unique=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        verbose_name = "audit event"
        indexes = [
            models.Index(fields=["subject_type", "subject_id"], name="audit_event_subject"),
            models.Index(fields=["actor", "subject_id", "sitting"], name="audit_event_reads"),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.action} {self.subject_type} {self.subject_id}"

    def save(self, *args: Any, **options: Any) -> None:
        """Add a new event; raise AppendOnly for one that is kept."""
        if not self._state.adding:
            raise AppendOnly("Audit events are never changed.")
        super().save(*args, **{**options, "force_insert": True})

    def delete(self, *_args: Any, **_options: Any) -> NoReturn:
        raise AppendOnly("Audit events are never deleted.")


class PersonalDetail(models.Model):
    """The erasable side of an event: only the salted hash of it is part of the chain."""

    event_sequence = models.BigIntegerField(primary_key=True)
    salt = models.BinaryField(max_length=32)
    values_sealed = models.BinaryField()
    values = SealedJSON("values_sealed")

    def __str__(self) -> str:
        return f"Personal detail of event {self.event_sequence}"


JsonMapping = dict[str, Any]
