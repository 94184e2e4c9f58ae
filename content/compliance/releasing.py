"""Set the job codes of deleted drafts free."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete

from content.compliance.pages import CompliantPage
from content.job_codes.services import release_job_codes


def release_with_deleted_pages() -> None:
    """Watch every page type: a page also goes with the one above it, without a call of its own `delete`."""
    for model in apps.get_models():
        if issubclass(model, CompliantPage):
            post_delete.connect(_release, sender=model, dispatch_uid=f"job_codes_{model._meta.label_lower}")


def _release(instance: Any, **_signal: Any) -> None:
    release_job_codes(holder=instance)
