"""Publish and withdraw what is due, one by one, so that what is refused holds up nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from wagtail.models import DraftStateMixin, Page, Revision

from forms.routing.failures import log_failure

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that was due and did not go live, or stayed live; `what` names the row, `why` the error."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Published:
    """How many went live and were withdrawn, and what was refused."""

    published: int
    withdrawn: int
    refused: tuple[Refusal, ...]


def publish_due(now: datetime) -> Published:
    """Withdraw what has expired and publish the revisions whose time has come, as Wagtail's command does.

    Each is a transaction of its own; one that fails is undone, logged and tried again at the next run.
    """
    refused: list[Refusal] = []
    withdrawn = sum(_withdraw(one, refused) for model in _models() for one in _expired(model, now))
    published = sum(_publish(revision, refused) for revision in _due(now))
    return Published(published, withdrawn, tuple(refused))


def _models() -> Iterable[type[models.Model]]:
    yield Page
    for model in apps.get_models():
        if issubclass(model, DraftStateMixin) and not issubclass(model, Page):
            yield model


def _expired(model: type[models.Model], now: datetime) -> list[models.Model]:
    rows = model._default_manager.filter(live=True, expire_at__lt=now)
    return list(rows.order_by("expire_at"))


def _due(now: datetime) -> list[Revision]:
    return list(Revision.objects.filter(approved_go_live_at__lt=now).order_by("approved_go_live_at"))


def _withdraw(one: models.Model, refused: list[Refusal]) -> bool:
    try:
        with transaction.atomic():
            one.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")  # type: ignore[attr-defined]
    except Exception as error:  # noqa: BLE001 - one refusal must not hold up what else is due
        refused.append(_refusal(f"{one._meta.label_lower} {one.pk}", error))
        return False
    return True


def _publish(revision: Revision, refused: list[Refusal]) -> bool:
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except Exception as error:  # noqa: BLE001 - a refusal, or a row that no longer fits its model
        what = f"{revision.content_type.app_label}.{revision.content_type.model} {revision.object_id}"
        refused.append(_refusal(what, error))
        return False
    return True


def _refusal(what: str, error: Exception) -> Refusal:
    log_failure(logger, f"Scheduled publishing of {what}", error)
    return Refusal(what, type(error).__name__)
