"""Turn what other apps tell into happenings."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction
from django.db.models.signals import post_save
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, workflow_submitted

from content.certification.models import Reminder
from content.library.models import Document, DocumentVersion
from content.link_checks.services import link_broke
from content.ratings.figures import figures_of, version_of
from content.ratings.models import Rating
from content.rules.firing import fire
from content.rules.happening import Happening
from content.rules.models import Event, Rule
from forms.routing.failures import log_failure
from programme.of_pages import programme_of_page

logger = logging.getLogger(__name__)
# Fewer votes say little.
FEWEST_VOTES = 5
Found = Iterator[Happening]


def connect() -> None:
    """Listen; called once when the app is ready."""
    page_published.connect(_answer_to(_published), weak=False, dispatch_uid="rules.published")
    page_unpublished.connect(_answer_to(_unpublished), weak=False, dispatch_uid="rules.unpublished")
    workflow_submitted.connect(_answer_to(_submitted), weak=False, dispatch_uid="rules.submitted")
    link_broke.connect(_answer_to(_link_broke), weak=False, dispatch_uid="rules.link")
    for model, told in ((Reminder, _ending), (DocumentVersion, _replaced), (Rating, _rated)):
        post_save.connect(_answer_to(told), sender=model, weak=False, dispatch_uid=f"rules.{model.__name__}")


def _answer_to(told: Callable[..., Found]) -> Callable[..., None]:
    def receiver(**signal: Any) -> None:
        try:
            with transaction.atomic():
                for happening in told(**signal):
                    fire(happening, now=signal.get("now") or timezone.now())
        except Exception as error:  # noqa: BLE001 - a rule must never block what it only looks at
            log_failure(logger, "Content rules", error)

    return receiver


def _published(instance: Any, **_: Any) -> Found:
    yield from _of_page(Event.PUBLISHED, instance)


def _unpublished(instance: Any, **_: Any) -> Found:
    yield from _of_page(Event.UNPUBLISHED, instance)


def _submitted(instance: Any, **_: Any) -> Found:
    if isinstance(instance.content_object, Page):
        yield from _of_page(Event.SUBMITTED, instance.content_object)


def _ending(instance: Reminder, created: bool = False, **_: Any) -> Found:
    certificate = instance.certificate
    if not created:
        return
    if certificate.page is not None:
        yield from _of_page(Event.CERTIFICATE_ENDING, certificate.page)
        return
    yield Happening(
        event=Event.CERTIFICATE_ENDING,
        programme_id=certificate.programme_id,
        subject=f"document version {certificate.document_version_id}",
        title=certificate.title,
        path=reverse("certification:certificate", args=[certificate.pk]),
        readers=_readers_of(Document.objects.filter(versions=certificate.document_version_id).first()),
    )


def _replaced(instance: DocumentVersion, update_fields: Any = None, **_: Any) -> Found:
    if instance.number == 1 or instance.in_force_at is None or "in_force_at" not in (update_fields or ()):
        return
    document = instance.document
    yield Happening(
        event=Event.DOCUMENT_REPLACED,
        programme_id=document.programme_id,
        subject=f"document {document.pk}",
        # What is in force, not what the document is to be called next.
        title=instance.title or document.title,
        path=reverse("wagtaildocs:edit", args=[document.pk]),
        label=instance.label,
        readers=_readers_of(document),
    )


def _link_broke(link: Any, **_: Any) -> Found:
    use = link.uses.first()
    if use is None:
        return
    page = Page.objects.filter(pk=use.key).first() if use.kind == "page" else None
    if page is not None:
        yield from _of_page(Event.LINK_BROKEN, page)
        return
    yield Happening(
        event=Event.LINK_BROKEN,
        programme_id=link.programme_id,
        subject=f"{use.kind} {use.key}",
        title=use.title,
        path=use.path,
        readers=_readers_of(Document.objects.filter(pk=use.key).first() if use.kind == "document" else None),
    )


def _readers_of(document: Document | None) -> frozenset[int] | None:
    if document is None or document.access != Document.Access.GROUPS:
        return None
    return frozenset(document.groups.values_list("pk", flat=True))


def _rated(instance: Rating, **_: Any) -> Found:
    if not Rule.objects.filter(event=Event.RATED_BELOW, active=True).exists():
        return
    page = instance.page
    figures = figures_of(page)
    if figures.votes >= FEWEST_VOTES:
        once = f"page {page.pk} version {version_of(page)}"
        yield from _of_page(Event.RATED_BELOW, page, average=figures.average, once=once)


def _of_page(event: Event, page: Page, *, average: float | None = None, once: str = "") -> Found:
    programme = programme_of_page(page)
    if programme is None:
        return
    specific: Any = page.specific
    yield Happening(
        event=event,
        programme_id=programme.pk,
        subject=f"page {page.pk}",
        title=specific.get_admin_display_title(),
        path=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        tree_path=page.path,
        page_type=specific._meta.label_lower,
        label=getattr(specific, "label", ""),
        average=average,
        once=once,
    )
