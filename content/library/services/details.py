"""What is said of a document beside its versions: where it is listed, who may download it, and its next wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db import models
from wagtail.search import index

from accounts.models import User
from audit.trail import audited, record
from content.library.models import Category, Document

WORDING = ("title", "summary")
# What the newest version and the one in force are is never written here: another may change it meanwhile.
_SAVED = (*WORDING, "access", "effective_on", "expires_on", "collection")


@dataclass(frozen=True, slots=True)
class Relations:
    """The rows that a document belongs with; None leaves them as they are."""

    categories: Sequence[Category] | None = None
    related: Sequence[Document] | None = None
    groups: Sequence[Group] | None = None
    tags: Sequence[str] | None = None


def save_details(*, document: Document, relations: Relations, by: User, now: datetime) -> None:
    """Save what was changed of a document apart from its versions.

    The title and the summary are for the next version: readers keep those of the one in force.
    """
    with audited(at=now):
        before: Document = Document.objects.select_for_update().get(pk=document.pk)
        changed = [name for name in _SAVED if getattr(before, name) != getattr(document, name)]
        document.save(update_fields=_SAVED)
        if not set(changed).isdisjoint(WORDING):
            note_wording(document, before=before, by=by)
        relate(document, relations)
        record(
            "document.changed",
            actor=by,
            subject=document,
            programme=document.programme_id,
            detail={**who_gets(document), "changed": changed},
        )
        index.insert_or_update_object(Document.objects.get(pk=document.pk))


def relate(document: Document, relations: Relations) -> None:
    """Store the rows that a saved document belongs with."""
    for field in fields(relations):
        rows = getattr(relations, field.name)
        if rows is not None:
            getattr(document, field.name).set(rows)


def note_wording(document: Document, *, before: Document | None, by: User | None) -> None:
    """Remember who wrote the title and the summary: with those who changed them since the newest version."""
    newest = document.versions.first()
    goes_on = before is not None and newest is not None and not newest.is_worded_as(before)
    if not goes_on:
        document.worded_by.clear()
    if by is not None:
        document.worded_by.add(by)


def who_gets(document: Document) -> dict[str, Any]:
    """Return for the audit trail who may download a document and where it is listed, by keys alone."""
    return {
        "access": document.access,
        "groups": _keys(document.groups),
        "collection": document.collection_id,
        "categories": _keys(document.categories),
        "related": _keys(document.related),
        "effective_on": str(document.effective_on or ""),
        "expires_on": str(document.expires_on or ""),
    }


def _keys(rows: models.Manager[Any]) -> list[int]:
    return sorted(rows.values_list("pk", flat=True))
