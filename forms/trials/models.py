"""A form that an editor tries. It is no draft: nothing here can ever be sent."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q

from accounts.models import User
from directory.models import Organisation
from forms.definitions.models import Form
from programme.models import Programme
from vault.fields import SealedJSON

LIFETIME = timedelta(days=1)


class Trial(models.Model):
    """One way through a form as it stood when the trial began: its owner's alone, gone after a day."""

    # Not a use of the form that its editors have to know of.
    wagtail_reference_index_ignore = True

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="+")
    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="+")
    # As whose member it is tried; without one a made-up organisation stands in.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    owner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    spec: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField()
    of = models.CharField("what is tried", max_length=160)
    # What the documents call it: a draft's is the number that it would get.
    version_number = models.PositiveIntegerField()
    # Whether the rules of its kind can be asked: they rely on what publishing checks.
    follows_rules = models.BooleanField(default=True)
    # What forms.submissions.work reads and writes. Editors type made-up answers, but nobody can be sure.
    work_sealed = models.BinaryField(blank=True, default=b"")
    work = SealedJSON("work_sealed")
    sent_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        ordering = ["-created_at"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="trials_last_a_while"),
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("created_at") + LIFETIME), name="trials_last_a_day_at_most"
            ),
        ]

    def __str__(self) -> str:
        return f"Trial {self.pk}"

    def is_open_at(self, now: datetime) -> bool:
        """Say whether the trial still exists for its owner: its end counts before the job sweeps it."""
        return now < self.expires_at
