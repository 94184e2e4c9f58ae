"""Publish and withdraw what is due, one by one, so that what is refused holds up nothing else."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.db import models, transaction
from wagtail.models import DraftStateMixin, Page, Revision

from content.certification.concern import Concern
from content.certification.refusals import CertificationRefused
from content.certification.services.concerning import concern, settle_all_but
from content.job_codes.services import JobCodeTaken
from forms.routing.failures import log_failure

logger = logging.getLogger(__name__)
# Errors whose words are written for the people who use the admin.
SAID_TO_PEOPLE = (CertificationRefused, JobCodeTaken)
UNEXPECTED = (
    "Something unexpected stopped it. Publish it by hand, or ask an administrator to look at the jobs."
)


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

    Each is a transaction of its own; one that fails is undone, logged and tried again at the next run. People
    are told once of a page that is refused.
    """
    refused: list[Refusal] = []
    withdrawn = sum(_withdraw(one, refused) for model in _models() for one in _expired(model, now))
    published = sum(_publish(revision, refused, now=now) for revision in _due(now))
    still = ((int(one.object_id), one.pk) for one in _due(now) if _is_of_page(one))
    settle_all_but(still, kind=Concern.Kind.REFUSED, now=now)
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


def _publish(revision: Revision, refused: list[Refusal], *, now: datetime) -> bool:
    try:
        with transaction.atomic():
            revision.publish(log_action="wagtail.publish.scheduled")
    except Exception as error:  # noqa: BLE001 - a refusal, or a row that no longer fits its model
        what = f"{revision.content_type.app_label}.{revision.content_type.model} {revision.object_id}"
        refused.append(_refusal(what, error))
        _tell(revision, error, now=now)
        return False
    return True


def _tell(revision: Revision, error: Exception, *, now: datetime) -> None:
    page = Page.objects.filter(pk=revision.object_id).first() if _is_of_page(revision) else None
    if page is not None:
        why = str(error) if isinstance(error, SAID_TO_PEOPLE) else UNEXPECTED
        concern(kind=Concern.Kind.REFUSED, page=page, why=why, now=now, revision_number=revision.pk)


def _is_of_page(revision: Revision) -> bool:
    model = revision.base_content_type.model_class()
    return model is not None and issubclass(model, Page)


def _refusal(what: str, error: Exception) -> Refusal:
    log_failure(logger, f"Scheduled publishing of {what}", error)
    return Refusal(what, type(error).__name__)
